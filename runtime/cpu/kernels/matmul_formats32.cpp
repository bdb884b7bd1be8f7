// Matrix products with the formats of 32 numbers a block.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/matmul_formats32.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/matmul.h"

#if HWY_TARGET != HWY_SCALAR
#include "runtime/cpu/kernels/formats32-inl.h"
#include "runtime/cpu/kernels/matmul_panel-inl.h"
#endif

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

void MultiplyFormats32(DType type, const QuantizedProduct& p) { multiplyScalar(type, p); }

#else

void MultiplyFormats32(DType type, const QuantizedProduct& p) {
  switch (type) {
    case DType::Q8_0:
      return MultiplyQuantized<FormatQ8_0>(p);
    case DType::Q4_0:
      return MultiplyQuantized<FormatQ4_0>(p);
    case DType::Q4_1:
      return MultiplyQuantized<FormatQ4_1>(p);
    case DType::Q5_0:
      return MultiplyQuantized<FormatQ5_0>(p);
    case DType::Q5_1:
      return MultiplyQuantized<FormatQ5_1>(p);
    case DType::IQ4_NL:
      return MultiplyQuantized<FormatIQ4_NL>(p);
    case DType::MXFP4:
      return MultiplyQuantized<FormatMXFP4>(p);
    default:
      CHECK(!"a format of 32 numbers a block");
  }
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(MultiplyFormats32);
void multiplyFormats32(DType type, const QuantizedProduct& p) {
  HWY_DYNAMIC_DISPATCH(MultiplyFormats32)(type, p);
}
}  // namespace hearth::cpu
#endif
