/** It follows a sitting by itself. */
export const csr = true;
