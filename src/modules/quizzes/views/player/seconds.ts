/** "10:41:07", as the server's receipt says it: to the second, so that the next one is seen to be another. */
const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'Asia/Ho_Chi_Minh' });
export const secondsOf = (iso: string): string => format.format(new Date(iso));
