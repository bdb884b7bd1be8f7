// What this machine's memory and arithmetic would allow a model on the processor, beside what it reached.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "runtime/engine/loaded_model.h"

namespace hearth::cli {

struct Roofline {
  double bytesPerSecond = 0, multiplyAddsPerSecond = 0;  // measured with the model's number of threads
  double decodeBytes = 0;                                // of weights that one token reads from main memory
  double prefillMultiplyAdds = 0;                        // of weights, by one token of a prompt
  uint32_t memoryNodes = 1;                              // that the threads are on
  std::string spreading;                                 // why memory is not spread over them; empty: it is
};

Roofline measureRoofline(const LoadedModel& loaded);
// Speeds in tokens per second; 0: not measured.
void print(const Roofline& roofline, double decode, double prefill);
nlohmann::ordered_json asJson(const Roofline& roofline, double decode, double prefill);

}  // namespace hearth::cli
