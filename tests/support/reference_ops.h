// The oracle of the ops: each verb as its formula, one number after another, in double precision with weights
// decoded exactly. Slow, obvious, and kept apart from the code it judges.
#pragma once

#include <memory>

#include "runtime/forward/ops.h"

namespace hearth::test {

std::unique_ptr<Ops> makeReferenceOps();

}  // namespace hearth::test
