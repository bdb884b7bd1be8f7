// Matrix products with the formats of 256 numbers a block.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/matmul_formats256.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/matmul.h"

#if HWY_TARGET != HWY_SCALAR
#include "runtime/cpu/kernels/formats256-inl.h"
#include "runtime/cpu/kernels/matmul_panel-inl.h"
#endif

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

void MultiplyFormats256(DType type, const QuantizedProduct& p) { multiplyScalar(type, p); }

#else

void MultiplyFormats256(DType type, const QuantizedProduct& p) {
  switch (type) {
    case DType::Q4_K:
      return MultiplyQuantized<FormatQ4_K>(p);
    case DType::Q6_K:
      return MultiplyQuantized<FormatQ6_K>(p);
    case DType::Q5_K:
      return MultiplyQuantized<FormatQ5_K>(p);
    case DType::Q3_K:
      return MultiplyQuantized<FormatQ3_K>(p);
    case DType::Q2_K:
      return MultiplyQuantized<FormatQ2_K>(p);
    case DType::IQ4_XS:
      return MultiplyQuantized<FormatIQ4_XS>(p);
    default:
      CHECK(!"a format of 256 numbers a block");
  }
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(MultiplyFormats256);
void multiplyFormats256(DType type, const QuantizedProduct& p) {
  HWY_DYNAMIC_DISPATCH(MultiplyFormats256)(type, p);
}
}  // namespace hearth::cpu
#endif
