// What changes from step to step: Step in runtime/vulkan/kernels.h, field for field.
layout(buffer_reference, scalar, buffer_reference_align = 4) readonly buffer Step {
  uint first;    // position of the batch's first row
  uint context;  // positions that the last row can see
  uint pages[];  // where they lie in the cache, for the first `context` positions
};

const uint kPagePositions = 64;  // kKvPagePositions

// Where a position of the sequence lies in the cache.
uint placeOf(Step step, uint position) {
  return step.pages[position / kPagePositions] * kPagePositions + position % kPagePositions;
}
