// Matrix products with the formats of grid_blocks.h.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "runtime/cpu/kernels/matmul_formats_grids.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "runtime/cpu/kernels/matmul.h"

#if HWY_TARGET != HWY_SCALAR
#include "runtime/cpu/kernels/formats_grids-inl.h"
#include "runtime/cpu/kernels/grids256-inl.h"
#include "runtime/cpu/kernels/grids512-inl.h"
#include "runtime/cpu/kernels/matmul_panel-inl.h"
#endif

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

void MultiplyFormatsGrids(DType type, const QuantizedProduct& p) { multiplyScalar(type, p); }

#else

void MultiplyFormatsGrids(DType type, const QuantizedProduct& p) {
  switch (type) {
    case DType::IQ1_S:
      return MultiplyQuantized<FormatIQ1_S>(p);
    case DType::IQ1_M:
      return MultiplyQuantized<FormatIQ1_M>(p);
    case DType::IQ2_XXS:
      return MultiplyQuantized<FormatIQ2_XXS>(p);
    case DType::IQ2_XS:
      return MultiplyQuantized<FormatIQ2_XS>(p);
    case DType::IQ2_S:
      return MultiplyQuantized<FormatIQ2_S>(p);
    case DType::IQ3_XXS:
      return MultiplyQuantized<FormatIQ3_XXS>(p);
    case DType::IQ3_S:
      return MultiplyQuantized<FormatIQ3_S>(p);
    case DType::TQ1_0:
      return MultiplyQuantized<FormatTQ1_0>(p);
    case DType::TQ2_0:
      return MultiplyQuantized<FormatTQ2_0>(p);
    default:
      CHECK(!"a format of grid_blocks.h");
  }
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace hearth::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hearth::cpu {
HWY_EXPORT(MultiplyFormatsGrids);
void multiplyFormatsGrids(DType type, const QuantizedProduct& p) {
  HWY_DYNAMIC_DISPATCH(MultiplyFormatsGrids)(type, p);
}
}  // namespace hearth::cpu
#endif
