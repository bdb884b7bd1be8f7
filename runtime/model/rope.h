// Tables of rotary position embedding: base frequencies and the scalings that stretch them to longer
// contexts.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/model/config.h"

namespace hearth {

class ModelReader;

// Radians per position of pair i: base^(-2i / dims). (RoFormer, section 3.2.2)
std::vector<double> plainFrequencies(uint32_t dims, double base);

// YaRN (Peng et al. 2023, section 3.2): fast pairs stay, slow ones are divided by `factor`, with a ramp
// between the pairs that turn betaFast and betaSlow times over the original context.
struct Yarn {
  double factor = 1;
  double originalContext = 4096;
  double betaFast = 32;
  double betaSlow = 1;
};
void stretchYarn(std::vector<double>& frequencies, double base, const Yarn& yarn);
// m(x) = 0.1 x ln(factor) + 1, the correction of the attention's temperature. (YaRN, eq. 22; DeepSeek's
// mscale)
double yarnMagnitude(double factor, double weight);

// Llama 3.1: wavelengths beyond originalContext / lowFactor are divided by `factor`, those below
// originalContext / highFactor stay, with a linear blend between.
struct Llama3Scaling {
  double factor = 8;
  double lowFactor = 1;
  double highFactor = 4;
  double originalContext = 8192;
};
void stretchLlama3(std::vector<double>& frequencies, const Llama3Scaling& scaling);

// The rotation that the file's rope.* keys (and rope_freqs.weight) describe, for `dims` numbers of a head.
struct RopeReading {
  Rope rope;
  float attentionFactor = 1.0f;  // multiplies the softmax scale: YaRN's m^2 where the model folds it there
};
RopeReading readRope(ModelReader& reader, uint32_t dims, RopePairing pairing);

}  // namespace hearth
