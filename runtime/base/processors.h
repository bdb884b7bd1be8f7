// Which processors this process may use, how they differ, and where threads that compute belong.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hearth {

struct Processor {
  uint32_t number = 0;       // as the system counts
  uint32_t core = 0;         // the same for those that share a core; the lowest of their numbers
  uint32_t cache = 0;        // likewise for those that share the last cache
  uint32_t node = 0;         // memory that is near
  uint32_t capacity = 1024;  // speed; the fastest cores of most machines have 1024
};

// Memory that is near to some of the processors and farther from the others.
struct MemoryNode {
  uint32_t number = 0;     // as the system counts
  uint64_t freeBytes = 0;  // with what only caches files; 0: unknown
};

struct Machine {
  std::vector<Processor> processors;  // those that the process may use; at least one
  std::vector<MemoryNode> nodes;      // those of the processors, by number
  uint32_t quota = UINT32_MAX;        // processors' worth of time that a container is granted, rounded down
};

// Numbers of the processors that the process may use. Outside of Linux: as many as the system has; on Windows
// 64 times the group's number, and the number in the group.
std::vector<uint32_t> allowedProcessors();

// What Linux tells in its files below `root` ("" for the real ones) of the processors `allowed`. What they do
// not tell, as on other systems, is taken to be alike: a core, a cache and a node for all, and one speed.
// Windows is asked for the nodes.
Machine readMachine(const std::string& root, const std::vector<uint32_t>& allowed);

// A thread and the processors that it is kept to; none: wherever the system likes.
struct ThreadPlace {
  std::vector<uint32_t> processors;
  uint32_t node = 0;  // whose memory is near
};
struct ThreadPlan {
  std::vector<ThreadPlace> threads;  // those of a node follow one another
  std::vector<uint32_t> nodes = {};  // that they are on, by number
  uint32_t cores = 1;                // with more threads than these, threads wait for each other
};
// `wanted` threads, or, for 0, one for each core that is worth it. A team no larger than the fast cores of
// one node is kept there, on the node with the most free memory: it then exchanges and reads nothing from
// afar. Otherwise fast cores come first, and cores in turn from all nodes and caches, because each brings
// bandwidth of its own; a core's second processor comes when all cores have one thread. Threads are kept to a
// group of like cores near the same memory, never to one processor: other programs run too. Where there is
// only one such group, they are left alone.
ThreadPlan planThreads(const Machine& machine, uint32_t wanted);

}  // namespace hearth
