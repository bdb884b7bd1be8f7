// Sums of four products of signed bytes, accumulated: OpSDot of SPV_KHR_integer_dot_product, for which this
// GLSL has no name.
#extension GL_EXT_spirv_intrinsics : require
spirv_instruction(extensions = ["SPV_KHR_integer_dot_product"], capabilities = [6019, 6018], id = 4450)
int packedDot(int a, int b, spirv_literal int format);

// Format 0 is four packed bytes.
int dotBytes(uint a, uint b) { return packedDot(int(a), int(b), 0); }
int sumBytes(uint a) { return dotBytes(a, 0x01010101u); }
