#include "runtime/model/rope.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "runtime/base/quoted.h"
#include "runtime/model/model_reader.h"

namespace hearth {
namespace {

constexpr float kFactorMax = 1e6f;

double factorOf(ModelReader& reader) {
  // A factor of 0 is how some converters write "none"; rope.scale_linear is the key's name of 2023.
  const float factor = reader.hasKey("rope.scaling.factor")
                           ? reader.numberOr("rope.scaling.factor", 1, 0, kFactorMax)
                           : reader.numberOr("rope.scale_linear", 1, 0, kFactorMax);
  return factor == 0 ? 1.0 : double{factor};
}

Yarn readYarn(ModelReader& reader) {
  Yarn yarn;
  yarn.factor = factorOf(reader);
  const uint32_t trained = reader.count("context_length", 1, UINT32_MAX);
  yarn.originalContext = reader.countOr("rope.scaling.original_context_length", trained, 1, UINT32_MAX);
  yarn.betaFast = double{reader.numberOr("rope.scaling.yarn_beta_fast", 32, 1e-3f, 1e6f)};
  yarn.betaSlow = double{reader.numberOr("rope.scaling.yarn_beta_slow", 1, 1e-3f, 1e6f)};
  return yarn;
}

Llama3Scaling readLlama3(ModelReader& reader) {
  Llama3Scaling scaling;
  scaling.factor = factorOf(reader);
  scaling.lowFactor = double{reader.numberOr("rope.scaling.low_freq_factor", 1, 1e-3f, 1e6f)};
  scaling.highFactor = double{reader.numberOr("rope.scaling.high_freq_factor", 4, 1e-3f, 1e6f)};
  scaling.originalContext = reader.countOr("rope.scaling.original_context_length", 8192, 1, UINT32_MAX);
  if (scaling.highFactor <= scaling.lowFactor) {
    reader.fail("key " + reader.keyName("rope.scaling.high_freq_factor") +
                " must be larger than low_freq_factor: the file is damaged, download it again");
    scaling.highFactor = scaling.lowFactor + 1;
  }
  return scaling;
}

// YaRN's two corrections. With yarn_log_multiplier (= 0.1 * mscale_all_dim: DeepSeek) they go into the
// softmax scale as m^2 and m(mscale)/m(mscale_all_dim) = 1 is left for cos and sin; without it into cos and
// sin.
void applyYarnMagnitude(ModelReader& reader, double factor, RopeReading& reading) {
  const double logMultiplier = double{reader.numberOr("rope.scaling.yarn_log_multiplier", 0, 0, 10)};
  const double attention = double{reader.numberOr("rope.scaling.attn_factor", 1, 1e-3f, 1e3f)};
  if (logMultiplier > 0) {
    const double m = yarnMagnitude(factor, 10 * logMultiplier);
    reading.attentionFactor = static_cast<float>(m * m);
    reading.rope.magnitude = static_cast<float>(attention);
  } else {
    reading.rope.magnitude = static_cast<float>(attention * yarnMagnitude(factor, 1));
  }
}

// rope_freqs.weight divides each frequency (how converters ship Llama 3's scaling).
void divideByTensor(ModelReader& reader, std::vector<double>& frequencies) {
  const std::string name = "rope_freqs.weight";
  const auto factors = reader.vector(name, frequencies.size());
  if (reader.failed()) return;
  for (size_t i = 0; i < frequencies.size(); ++i) {
    if (!(factors[i] > 0)) {
      reader.fail(
          "tensor 'rope_freqs.weight' holds a factor that is not positive: the file is damaged, download it "
          "again");
      return;
    }
    frequencies[i] /= double{factors[i]};
  }
}

}  // namespace

std::vector<double> plainFrequencies(uint32_t dims, double base) {
  std::vector<double> frequencies(dims / 2);
  for (size_t i = 0; i < frequencies.size(); ++i) {
    frequencies[i] = std::pow(base, -2.0 * static_cast<double>(i) / dims);
  }
  return frequencies;
}

void stretchYarn(std::vector<double>& frequencies, double base, const Yarn& yarn) {
  const double dims = 2.0 * static_cast<double>(frequencies.size());
  // The pair that turns `turns` times over the original context.
  const auto pairTurning = [&](double turns) {
    return dims * std::log(yarn.originalContext / (turns * 2 * std::numbers::pi)) / (2 * std::log(base));
  };
  const double first = std::max(0.0, std::floor(pairTurning(yarn.betaFast)));
  const double last = std::min(dims - 1, std::ceil(pairTurning(yarn.betaSlow)));
  const double width = std::max(0.001, last - first);  // as the reference code avoids a division by zero
  for (size_t i = 0; i < frequencies.size(); ++i) {
    const double stretched = std::clamp((static_cast<double>(i) - first) / width, 0.0, 1.0);
    frequencies[i] *= (1 - stretched) + stretched / yarn.factor;
  }
}

double yarnMagnitude(double factor, double weight) {
  return factor <= 1 ? 1.0 : 0.1 * weight * std::log(factor) + 1;
}

void stretchLlama3(std::vector<double>& frequencies, const Llama3Scaling& scaling) {
  for (double& frequency : frequencies) {
    const double turns = scaling.originalContext * frequency / (2 * std::numbers::pi);
    const double kept =
        std::clamp((turns - scaling.lowFactor) / (scaling.highFactor - scaling.lowFactor), 0.0, 1.0);
    frequency *= kept + (1 - kept) / scaling.factor;
  }
}

RopeReading readRope(ModelReader& reader, uint32_t dims, RopePairing pairing) {
  RopeReading reading;
  reading.rope.pairing = pairing;
  reading.rope.dims = dims;
  const double base = double{reader.numberOr("rope.freq_base", 10000, 1.001f, 1e15f)};
  auto frequencies = plainFrequencies(dims, base);

  const bool hasFactor = reader.hasKey("rope.scaling.factor") || reader.hasKey("rope.scale_linear");
  const std::string scaling = reader.textOr("rope.scaling.type", hasFactor ? "linear" : "none");
  const bool hasTensor = reader.hasTensor("rope_freqs.weight");
  if (scaling == "linear") {
    const double factor = factorOf(reader);
    for (double& frequency : frequencies) frequency /= factor;
  } else if (scaling == "yarn") {
    const Yarn yarn = readYarn(reader);
    stretchYarn(frequencies, base, yarn);
    applyYarnMagnitude(reader, yarn.factor, reading);
  } else if (scaling == "llama3") {
    // The tensor holds the same scaling worked out; it must not be applied twice.
    if (!hasTensor) stretchLlama3(frequencies, readLlama3(reader));
  } else if (scaling != "none") {
    reader.fail("key " + reader.keyName("rope.scaling.type") + " is " + quoted(scaling) +
                ", a scaling that is not supported yet (none, linear, yarn and llama3 are)");
  }
  if (hasTensor) divideByTensor(reader, frequencies);
  reading.rope.inverseFrequencies.assign(frequencies.begin(), frequencies.end());
  return reading;
}

}  // namespace hearth
