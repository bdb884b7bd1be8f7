// Signed bytes from small unsigned ones.

// bytes - less for bytes and `less` below 128: bit 7 stops the borrow and becomes the sign.
uint lessBytes(uint bytes, uint less) { return ((bytes | 0x80808080u) - less) ^ 0x80808080u; }
// The 16 bits at an even offset.
uint halfWordAt(Address matrix, uint at) { return bitfieldExtract(Words(matrix).at[at >> 2], int((at & 2) * 8), 16); }
