// References to numbers in device memory, for addresses from push constants. Include first.
#extension GL_EXT_buffer_reference : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_buffer_reference2 : require
#extension GL_EXT_buffer_reference_uvec2 : require
#extension GL_EXT_scalar_block_layout : require

#define Address uvec2

layout(buffer_reference, scalar, buffer_reference_align = 4) buffer Floats { float at[]; };
layout(buffer_reference, scalar, buffer_reference_align = 4) buffer Words { uint at[]; };
layout(buffer_reference, scalar, buffer_reference_align = 8) buffer Addresses { Address at[]; };

// address + bytes, with carry.
Address advance(Address address, uint bytes) {
  uint carry;
  const uint low = uaddCarry(address.x, bytes, carry);
  return Address(low, address.y + carry);
}
// address + count * size, where the product may pass 2^32.
Address advanceBy(Address address, uint count, uint size) {
  uint high, low, carry;
  umulExtended(count, size, high, low);
  low = uaddCarry(address.x, low, carry);
  return Address(low, address.y + high + carry);
}
