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

struct Machine {
  std::vector<Processor> processors;  // those that the process may use; at least one
  uint32_t quota = UINT32_MAX;        // processors' worth of time that a container is granted, rounded down
};

// Numbers of the processors that the process may use. Outside of Linux: as many as the system has.
std::vector<uint32_t> allowedProcessors();

// What Linux tells in its files below `root` ("" for the real ones) of the processors `allowed`. What they do
// not tell, as on other systems, is taken to be alike: a core, a cache and a node for all, and one speed.
Machine readMachine(const std::string& root, const std::vector<uint32_t>& allowed);

// A thread and the processors that it is kept to; none: wherever the system likes.
struct ThreadPlace {
  std::vector<uint32_t> processors;
};
struct ThreadPlan {
  std::vector<ThreadPlace> threads;
  uint32_t cores = 1;  // with more threads than these, threads wait for each other
};
// `wanted` threads, or, for 0, one for each core that is worth it. Fast cores come first, and cores in turn
// from all nodes and caches, because each brings bandwidth of its own; a core's second processor comes when
// all cores have one thread. Threads are kept to a group of like cores near the same memory, never to one
// processor: other programs run too. Where there is only one such group, they are left alone.
ThreadPlan planThreads(const Machine& machine, uint32_t wanted);

}  // namespace hearth
