// What evaluating one token reads of a model, by part: constant, so that whoever reports it often adds up
// only these.
#pragma once

#include <vector>

#include "runtime/model/weights.h"

namespace hearth {

struct ModelSizes {
  std::vector<double> layerBytes;   // of every layer: all but the routed experts
  std::vector<double> chosenBytes;  // of every layer: the experts that a token chooses there; 0: it has none
  double headBytes = 0;             // final norm and head
  // Weights that one token is multiplied with, by the layers and by the head; what grows with the context is
  // left out.
  double layerMultiplyAdds = 0, headMultiplyAdds = 0;
};

ModelSizes sizesOf(const Model& model);

}  // namespace hearth
