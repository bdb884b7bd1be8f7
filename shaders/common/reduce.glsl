// Sums and maxima over a workgroup, by subgroups (REDUCE_SUBGROUP) or through shared memory everywhere
// (REDUCE_SHARED). Every invocation must take part and gets the result. Needs kLocalSize.
#ifdef REDUCE_SUBGROUP
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require
#endif

// One slot per invocation without subgroups; with them one per subgroup (of any size, so of 1 as well).
shared float reduceSlots[kLocalSize];

#define DEFINE_REDUCE(NAME, SUBGROUP, COMBINE)                                            \
  float NAME(float value) {                                                               \
    REDUCE_BODY(SUBGROUP, COMBINE)                                                        \
  }
#ifdef REDUCE_SUBGROUP
#define REDUCE_BODY(SUBGROUP, COMBINE)                                                    \
  value = SUBGROUP(value);                                                                \
  if (gl_NumSubgroups == 1) return value;                                                 \
  if (subgroupElect()) reduceSlots[gl_SubgroupID] = value;                                \
  barrier();                                                                              \
  value = reduceSlots[0];                                                                 \
  for (uint i = 1; i < gl_NumSubgroups; ++i) value = COMBINE(value, reduceSlots[i]);      \
  barrier();                                                                              \
  return value;
#else
#define REDUCE_BODY(SUBGROUP, COMBINE)                                                    \
  reduceSlots[gl_LocalInvocationIndex] = value;                                           \
  barrier();                                                                              \
  for (uint n = kLocalSize / 2; n > 0; n /= 2) {                                          \
    if (gl_LocalInvocationIndex < n)                                                      \
      reduceSlots[gl_LocalInvocationIndex] =                                              \
          COMBINE(reduceSlots[gl_LocalInvocationIndex], reduceSlots[gl_LocalInvocationIndex + n]); \
    barrier();                                                                            \
  }                                                                                       \
  value = reduceSlots[0];                                                                 \
  barrier();                                                                              \
  return value;
#endif

float reduceAdd(float a, float b) { return a + b; }
DEFINE_REDUCE(workgroupSum, subgroupAdd, reduceAdd)
DEFINE_REDUCE(workgroupMax, subgroupMax, max)
