/** SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown), 40 (serialization, deadlock) and the driver's words. */
const STATES = /^(08...|53...|57P..|40001|40P01)$/;
const SOCKET = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$/;
const DRIVER = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/i;

/** True when the database could not be reached just now: worth telling a person to try again, not a mistake of ours. */
export function isUnavailable(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return STATES.test(String(code)) || SOCKET.test(String(code)) || DRIVER.test(String(message));
}
