#include "runtime/experts/cache_policy.h"

namespace hearth {

std::string_view nameOf(CachePolicy policy) {
  switch (policy) {
    case CachePolicy::Foresight:
      return "foresight";
    case CachePolicy::Lru:
      return "lru";
    case CachePolicy::Lfu:
      return "lfu";
    case CachePolicy::Lfru:
      return "lfru";
    case CachePolicy::SecondChance:
      return "second-chance";
    case CachePolicy::PinnedHalf:
      return "pinned-half";
    case CachePolicy::Fifo:
      return "fifo";
    case CachePolicy::Clairvoyant:
      return "clairvoyant";
  }
  return "";
}

std::optional<CachePolicy> policyNamed(std::string_view name) {
  for (const CachePolicy policy : kRealPolicies) {
    if (nameOf(policy) == name) return policy;
  }
  return std::nullopt;
}

}  // namespace hearth
