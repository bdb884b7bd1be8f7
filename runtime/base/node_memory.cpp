#include "runtime/base/node_memory.h"

#if defined(__linux__)
#include <linux/mempolicy.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <system_error>
#endif

namespace hearth {

#if defined(__linux__)
namespace {

// By system calls, because the C library has no functions for them and libnuma would be a dependency.
constexpr uint32_t kNodesMax = 1024;  // of any Linux
constexpr uint32_t kWordBits = sizeof(unsigned long) * CHAR_BIT;
using NodeMask = std::array<unsigned long, kNodesMax / kWordBits>;
constexpr unsigned long kMaskBits = kNodesMax + 1;  // the kernel counts one more than it reads

Result<NodeMask> maskOf(std::span<const uint32_t> nodes) {
  NodeMask mask{};
  for (const uint32_t node : nodes) {
    if (node >= kNodesMax) return Error("there is no node " + std::to_string(node) + " of memory");
    mask[node / kWordBits] |= 1ul << (node % kWordBits);
  }
  return mask;
}

Result<void> answerOf(long result) {
  if (result == 0) return {};
  return Error("the system does not spread memory over its nodes: " + std::generic_category().message(errno));
}

}  // namespace

Result<void> interleave(std::span<std::byte> memory, std::span<const uint32_t> nodes) {
  if (nodes.size() < 2) return {};
  const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<uintptr_t>(memory.data());
  const uintptr_t first = (begin + page - 1) / page * page, last = (begin + memory.size()) / page * page;
  if (first >= last) return {};
  const auto mask = maskOf(nodes);
  if (!mask) return mask.error();
  return answerOf(::syscall(SYS_mbind, first, last - first, MPOL_INTERLEAVE, mask->data(), kMaskBits, 0u));
}

Result<void> interleaveThread(std::span<const uint32_t> nodes) {
  if (nodes.size() < 2) return {};
  const auto mask = maskOf(nodes);
  if (!mask) return mask.error();
  return answerOf(::syscall(SYS_set_mempolicy, MPOL_INTERLEAVE, mask->data(), kMaskBits));
}

#else

Result<void> interleave(std::span<std::byte>, std::span<const uint32_t> nodes) {
  if (nodes.size() < 2) return {};
  return Error("Hearth cannot spread memory over its nodes on this system");
}

Result<void> interleaveThread(std::span<const uint32_t> nodes) { return interleave({}, nodes); }

#endif

}  // namespace hearth
