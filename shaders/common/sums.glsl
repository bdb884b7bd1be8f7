// kSums sums over the workgroup at once: every invocation leaves its shares in share[], all call sumShares()
// together, then anybody may ask for sumOf(v). Needs kLocalSize (a power of two) and kSums.
#ifdef REDUCE_SUBGROUP
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require
#endif

// One slot per invocation without subgroups; with them one per subgroup (of any size, so of 1 as well).
shared float sumSlots[kSums * kLocalSize];
float share[kSums];

#ifdef REDUCE_SUBGROUP
void sumShares() {
  [[unroll]] for (uint v = 0; v < kSums; ++v) {
    const float sum = subgroupAdd(share[v]);
    if (subgroupElect()) sumSlots[v * kLocalSize + gl_SubgroupID] = sum;
  }
  barrier();
}
float sumOf(uint v) {
  float sum = sumSlots[v * kLocalSize];
  for (uint i = 1; i < gl_NumSubgroups; ++i) sum += sumSlots[v * kLocalSize + i];
  return sum;
}
#else
void sumShares() {
  const uint lane = gl_LocalInvocationIndex;
  [[unroll]] for (uint v = 0; v < kSums; ++v) sumSlots[v * kLocalSize + lane] = share[v];
  barrier();
  for (uint n = kLocalSize / 2; n > 0; n /= 2) {
    if (lane < n) {
      [[unroll]] for (uint v = 0; v < kSums; ++v) {
        sumSlots[v * kLocalSize + lane] += sumSlots[v * kLocalSize + lane + n];
      }
    }
    barrier();
  }
}
float sumOf(uint v) { return sumSlots[v * kLocalSize]; }
#endif
