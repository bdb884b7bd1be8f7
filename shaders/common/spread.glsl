// One invocation for each of kEach * n numbers: group g takes kEach * kLocalSize of them. Groups may lie in a
// plane, since an axis ends at 65535. Needs kLocalSize.
const uint kEach = 4;
uint firstOfInvocation() {
  const uint group = gl_WorkGroupID.y * gl_NumWorkGroups.x + gl_WorkGroupID.x;
  return group * (kEach * kLocalSize) + gl_LocalInvocationIndex;  // then every kLocalSize-th
}
