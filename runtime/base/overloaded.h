// One lambda for each alternative of a variant: std::visit(Overloaded{…}, variant).
#pragma once

namespace hearth {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

}  // namespace hearth
