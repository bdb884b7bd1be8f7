#include "runtime/base/processors.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <thread>
#include <tuple>

#if defined(__linux__)
#include <sched.h>
#elif defined(_WIN32)
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#endif

namespace hearth {
namespace {

// A core of less than half of the fastest one's speed is not worth a thread: the others would wait for it.
constexpr uint32_t kSlowestShare = 2;
// Of Intel's efficiency cores, where the system tells no capacities: about 60 % of a performance core.
constexpr uint32_t kAtomCapacity = 614;
#if defined(_WIN32)
constexpr uint32_t kGroupProcessors = 64;  // at most in one of Windows' groups of processors
#endif

std::optional<std::string> lineOf(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return line;
}

std::optional<uint32_t> numberOf(const std::string& path) {
  const auto line = lineOf(path);
  uint32_t number = 0;
  if (!line || std::from_chars(line->data(), line->data() + line->size(), number).ec != std::errc{})
    return std::nullopt;
  return number;
}

// "0-3,8" as the kernel writes it; what cannot be read ends the list.
std::vector<uint32_t> listIn(const std::string& path) {
  constexpr uint32_t kMost = 1u << 16;  // processors of a machine: a damaged file asks for no more
  std::vector<uint32_t> numbers;
  const std::string line = lineOf(path).value_or("");
  const char* at = line.data();
  const char* const end = at + line.size();
  while (at != end) {
    uint32_t first = 0;
    auto read = std::from_chars(at, end, first);
    uint32_t last = first;
    if (read.ec == std::errc{} && read.ptr != end && *read.ptr == '-')
      read = std::from_chars(read.ptr + 1, end, last);
    if (read.ec != std::errc{} || last >= kMost) break;
    for (uint32_t i = first; i <= last; ++i) numbers.push_back(i);
    if (read.ptr == end || *read.ptr != ',') break;
    at = read.ptr + 1;
  }
  return numbers;
}

// The lowest of a list of processors in a file; `otherwise` where there is none.
uint32_t lowestIn(const std::string& path, uint32_t otherwise) {
  const auto numbers = listIn(path);
  return numbers.empty() ? otherwise : *std::min_element(numbers.begin(), numbers.end());
}

// Processors' worth of time in one control group: "200000 100000" (version 2), or two files (version 1).
uint32_t quotaIn(const std::string& folder) {
  double quota = 0, period = 0;
  std::ifstream both(folder + "/cpu.max");
  if (!(both >> quota >> period)) {
    std::ifstream(folder + "/cpu.cfs_quota_us") >> quota;
    std::ifstream(folder + "/cpu.cfs_period_us") >> period;
  }
  if (!(quota > 0 && period > 0)) return UINT32_MAX;  // "max", -1, or no such file
  return static_cast<uint32_t>(std::clamp(quota / period, 1.0, 1e6));
}

bool names(std::string_view list, std::string_view name) {
  for (size_t comma = 0; comma != std::string_view::npos;
       list = list.substr(std::min(comma + 1, list.size()))) {
    comma = list.find(',');
    if (list.substr(0, comma) == name) return true;
  }
  return false;
}

// The strictest quota of the process' control group and those above it.
uint32_t quotaBelow(const std::string& root) {
  uint32_t least = UINT32_MAX;
  std::ifstream groups(root + "/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string_view controllers = std::string_view(line).substr(first + 1, second - first - 1);
    const bool older = !controllers.empty();
    if (older && !names(controllers, "cpu")) continue;
    const std::string mounted = root + (older ? "/sys/fs/cgroup/cpu" : "/sys/fs/cgroup");
    for (std::string path = line.substr(second + 1);; path.resize(path.rfind('/'))) {
      if (path == "/") path.clear();
      least = std::min(least, quotaIn(mounted + path));
      if (path.empty() || path[0] != '/') break;
    }
  }
  return least;
}

// Of a node's memory, from a file as /proc/meminfo with "Node 0" before each line.
uint64_t freeBytesIn(const std::string& path) {
  std::ifstream file(path);
  std::string word, number, key, rest;
  uint64_t free = 0;
  for (uint64_t kibibytes = 0; file >> word >> number >> key >> kibibytes; std::getline(file, rest)) {
    if (key == "MemFree:" || key == "Active(file):" || key == "Inactive(file):") free += kibibytes * 1024;
  }
  return free;
}

struct NodeOfProcessor {
  std::map<uint32_t, uint32_t> node;  // by the processor's number
  std::map<uint32_t, uint64_t> freeBytes;
};

NodeOfProcessor readNodes(const std::string& root) {
  NodeOfProcessor all;
  const std::string folder = root + "/sys/devices/system/node/";
  for (const uint32_t node : listIn(folder + "online")) {
    const std::string one = folder + "node" + std::to_string(node);
    for (const uint32_t processor : listIn(one + "/cpulist")) all.node[processor] = node;
    all.freeBytes[node] = freeBytesIn(one + "/meminfo");
  }
#if defined(_WIN32)
  ULONG highest = 0;
  if (!GetNumaHighestNodeNumber(&highest)) return all;
  for (USHORT node = 0; node <= highest; ++node) {
    GROUP_AFFINITY group{};
    ULONGLONG free = 0;
    if (!GetNumaNodeProcessorMaskEx(node, &group)) continue;
    for (uint32_t bit = 0; bit < kGroupProcessors; ++bit) {
      if ((uint64_t{group.Mask} >> bit & 1) != 0) all.node[group.Group * kGroupProcessors + bit] = node;
    }
    if (GetNumaAvailableMemoryNodeEx(node, &free)) all.freeBytes[node] = free;
  }
#endif
  return all;
}

// Cores within a fifth of the fastest one's speed are alike: some processors rate each core by itself.
enum Speed : uint32_t { kFast, kSlower, kTooSlow };
Speed speedOf(uint32_t capacity, uint32_t fastest) {
  if (uint64_t{capacity} * 5 >= uint64_t{fastest} * 4) return kFast;
  return uint64_t{capacity} * kSlowestShare >= fastest ? kSlower : kTooSlow;
}

// In the order of planThreads().
std::vector<Processor> inOrder(std::vector<Processor> processors, uint32_t fastest) {
  std::sort(processors.begin(), processors.end(),
            [](const Processor& a, const Processor& b) { return a.number < b.number; });
  // What comes first decides: whether its core has a thread already, its speed, then how many of its cache
  // and of its node went before it.
  std::map<uint32_t, uint32_t> ofCore;
  std::map<std::pair<uint32_t, uint32_t>, std::map<uint32_t, uint32_t>> ofCache, ofNode;
  using Rank = std::tuple<uint32_t, uint32_t, uint32_t, uint32_t, uint32_t>;
  std::vector<std::pair<Rank, Processor>> ranked;
  for (const Processor& p : processors) {
    const uint32_t sibling = ofCore[p.core]++;
    const uint32_t speed = speedOf(p.capacity, fastest);
    const auto alike = std::pair(sibling, speed);
    const uint32_t inCache = ofCache[alike][p.cache]++;
    ranked.emplace_back(Rank{sibling, speed, inCache, ofNode[alike][p.node]++, p.number}, p);
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Processor> ordered;
  for (const auto& [rank, p] : ranked) ordered.push_back(p);
  return ordered;
}

// The node to which a team of `count` keeps, as planThreads() says; nothing when it needs several, or when
// there is only one.
std::optional<uint32_t> nodeForTeam(const Machine& machine, uint32_t fastest, uint32_t count) {
  std::map<uint32_t, std::set<uint32_t>> fastCores;
  for (const Processor& p : machine.processors) {
    auto& cores = fastCores[p.node];
    if (speedOf(p.capacity, fastest) == kFast) cores.insert(p.core);
  }
  if (fastCores.size() < 2) return std::nullopt;
  std::optional<MemoryNode> best;
  for (const MemoryNode& node : machine.nodes) {
    const auto cores = fastCores.find(node.number);
    if (cores == fastCores.end() || cores->second.size() < count) continue;
    if (!best || node.freeBytes > best->freeBytes) best = node;
  }
  if (!best) return std::nullopt;
  return best->number;
}

}  // namespace

std::vector<uint32_t> allowedProcessors() {
  std::vector<uint32_t> processors;
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    for (uint32_t i = 0; i < CPU_SETSIZE; ++i) {
      if (CPU_ISSET(i, &set)) processors.push_back(i);
    }
  }
#elif defined(_WIN32)
  for (WORD group = 0; group < GetActiveProcessorGroupCount(); ++group) {
    for (uint32_t i = 0; i < GetActiveProcessorCount(group); ++i)
      processors.push_back(group * kGroupProcessors + i);
  }
#endif
  if (processors.empty()) {
    for (uint32_t i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) processors.push_back(i);
  }
  return processors;
}

Machine readMachine(const std::string& root, const std::vector<uint32_t>& allowed) {
  const std::string devices = root + "/sys/devices/", system = devices + "system/";
  const NodeOfProcessor nodes = readNodes(root);
  const std::vector<uint32_t> atoms = listIn(devices + "cpu_atom/cpus");
  Machine machine;
  machine.quota = quotaBelow(root);
  for (const uint32_t number : allowed) {
    const std::string folder = system + "cpu/cpu" + std::to_string(number);
    const bool atom = std::find(atoms.begin(), atoms.end(), number) != atoms.end();
    Processor p{.number = number};
    p.core = lowestIn(folder + "/topology/thread_siblings_list", number);
    p.cache = lowestIn(folder + "/cache/index3/shared_cpu_list", 0);
    p.capacity = numberOf(folder + "/cpu_capacity").value_or(atom ? kAtomCapacity : p.capacity);
    if (const auto node = nodes.node.find(number); node != nodes.node.end()) p.node = node->second;
    machine.processors.push_back(p);
  }
  if (machine.processors.empty()) machine.processors.push_back({});
  std::set<uint32_t> used;
  for (const Processor& p : machine.processors) used.insert(p.node);
  for (const uint32_t node : used) {
    const auto free = nodes.freeBytes.find(node);
    machine.nodes.push_back({node, free == nodes.freeBytes.end() ? 0 : free->second});
  }
  return machine;
}

ThreadPlan planThreads(const Machine& machine, uint32_t wanted) {
  uint32_t fastest = 0;
  for (const Processor& p : machine.processors) fastest = std::max(fastest, p.capacity);
  const std::vector<Processor> order = inOrder(machine.processors, fastest);
  std::set<uint32_t> cores, worthIt;
  for (const Processor& p : order) {
    cores.insert(p.core);
    if (speedOf(p.capacity, fastest) != kTooSlow) worthIt.insert(p.core);
  }
  ThreadPlan plan;
  plan.cores = std::min(machine.quota, static_cast<uint32_t>(cores.size()));
  const uint32_t count = wanted > 0 ? wanted : std::min(plan.cores, static_cast<uint32_t>(worthIt.size()));
  const auto groupOf = [fastest](const Processor& p) {
    return std::pair(speedOf(p.capacity, fastest), p.node);
  };
  std::map<std::pair<Speed, uint32_t>, std::vector<uint32_t>> groups;
  for (const Processor& p : order) groups[groupOf(p)].push_back(p.number);
  std::vector<Processor> team = order;
  if (const auto node = nodeForTeam(machine, fastest, count))
    std::erase_if(team, [&](const Processor& p) { return p.node != *node; });
  std::vector<Processor> chosen;
  for (uint32_t i = 0; i < count; ++i) chosen.push_back(team[i % team.size()]);
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const Processor& a, const Processor& b) { return a.node < b.node; });
  for (const Processor& p : chosen) {
    ThreadPlace place{.processors = {}, .node = p.node};
    if (groups.size() > 1) place.processors = groups[groupOf(p)];
    std::sort(place.processors.begin(), place.processors.end());
    plan.threads.push_back(std::move(place));
    if (plan.nodes.empty() || plan.nodes.back() != p.node) plan.nodes.push_back(p.node);
  }
  return plan;
}

}  // namespace hearth
