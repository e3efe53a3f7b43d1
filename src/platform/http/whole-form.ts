import { error } from '@sveltejs/kit';

/** What Kit says of a body over the limit; everything else that reading one throws comes of a body that is cut or garbled. */
const statusOf = (caught: unknown): unknown => (caught as { status?: unknown } | null)?.status;

/**
 * A form that arrives in part, because the connection broke or the sender garbled it, is the sender's matter: an answer
 * 400 for who is still there, and no fault of ours in the log. Without this Kit takes it for one.
 */
export function expectWholeForm(request: Request): void {
  const read = request.formData.bind(request);
  const formData = async (): Promise<FormData> => {
    try {
      return await read();
    } catch (caught) {
      if (statusOf(caught) === 413) throw caught;
      error(400, 'body.cut');
    }
  };
  Object.defineProperty(request, 'formData', { value: formData });
}
