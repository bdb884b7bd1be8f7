// Experts by address: the slot table holds where each expert lies, or zero for one that is somebody else's.
const Address kElsewhere = Address(0);

Address slotOf(Address table, uint expert) { return Addresses(table).at[expert]; }
// A matrix `offset` bytes behind the beginning of an expert.
Address matrixOf(Address expert, Address offset) {
  uint carry;
  const uint low = uaddCarry(expert.x, offset.x, carry);
  return Address(low, expert.y + offset.y + carry);
}
