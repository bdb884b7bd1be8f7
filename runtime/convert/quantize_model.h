// Writes a model anew in other number formats, tensor by tensor and never a whole one in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/base/thread_pool.h"
#include "runtime/convert/importance.h"
#include "runtime/convert/quantize_plan.h"
#include "runtime/convert/tensor_source.h"

namespace hearth {

struct QuantizePlan {
  TypePlan types;
  const Importance* importance = nullptr;  // or none: all columns matter alike
};

// How far it is, from 0 to 1, and which tensor is being written; false cancels. May be empty.
using QuantizeProgress = std::function<bool(double fraction, const std::string& tensor)>;

struct QuantizeReport {
  uint64_t bytesBefore = 0, bytesAfter = 0;  // of the tensors
  uint64_t values = 0;
  // Of the matrices that were encoded anew: root of the mean square error, by itself and as a share of the
  // root mean square of the values.
  double error = 0, relativeError = 0;
  std::map<DType, uint32_t> tensorsOf;   // how many came out in each format
  std::vector<std::string> otherFormat;  // rows that did not fit the planned format's blocks
  uint32_t fromQuantised = 0;            // tensors that had been quantised before, and lost a second time
  uint32_t withoutImportance = 0;        // encoded matrices of which the importance file knows nothing
};

// How large quantizeModel()'s tensors would be together; nothing is encoded.
uint64_t quantizedBytes(const TensorSource& source, const TypePlan& types);

// `outPath` must not be a file of `source`. Cancelled is an error too; nothing is left of the file then.
Result<QuantizeReport> quantizeModel(const TensorSource& source, const std::string& outPath,
                                     const QuantizePlan& plan, ThreadPool& pool,
                                     const QuantizeProgress& progress = {});

}  // namespace hearth
