#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// softmax(scale * q k^T) v for a tile of queries over a range of positions: causal, in float32, with an online
// softmax (Milakov & Gimelshein 2018; Dao et al. 2022). The kGroup heads that share a key head are queries of
// one kind: query n is row n / kGroup, head n % kGroup of them, so that a tile reads a cached row once for
// all. A workgroup takes kQueries queries of one key head over one of kSplits splits of the positions and
// leaves sums and states for attend_merge; with one split it takes [rangeFirst, rangeEnd), carries on from
// what sums and states hold unless it starts, and divides when it finishes.
// Layouts: KV_HALF, KV_FLOAT or KV_BLOCKS is the cache. EXPANDED: a key is kPiece0 rebuilt floats, then the
// last numbers of the cached row, which all heads share; values are rebuilt floats; what is rebuilt begins at
// position rangeFirst. Ranges and splits begin where pages do, so that a block lies in one page.
// CPU twin: runtime/cpu/query_block.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(constant_id = 1) const uint kKeyDim = 64;
layout(constant_id = 2) const uint kPiece0 = 64;  // numbers of a key that the first query piece meets
layout(constant_id = 3) const uint kValueDim = 64;
layout(constant_id = 4) const uint kGroup = 1;        // query heads per key head
layout(constant_id = 5) const uint kQueries = 8;      // of a tile; these and kLocalSize are powers of two
layout(constant_id = 6) const uint kQueryGroups = 1;  // of threads in the sum over values
layout(constant_id = 7) const uint kChunk = 32;       // numbers of a key in shared memory at a time
layout(constant_id = 8) const uint kSplits = 1;
layout(constant_id = 9) const uint kQuads = 1;  // widths are multiples of 4, addresses of 4 numbers
layout(constant_id = 10) const uint kForm = 0;  // of KV_BLOCKS
layout(push_constant, scalar) uniform Push {
  Address q0, q1;                           // head 0 of row 0, either piece
  Address keys, values;                     // head 0
  Address cached;                           // EXPANDED: cached rows
  Address sums, states;                     // [split, row, head] of kValueDim floats; of (most, weight)
  Address step;
  uint qCols0, qStride0, qCols1, qStride1;  // numbers per row, per head
  uint keyWidth, valueWidth, cachedWidth;   // numbers per position
  uint rowFirst, rows, kvHeads;             // row 0 is at position step.first + rowFirst
  uint firstGroup;                          // of this dispatch, among all workgroups
  uint least;                               // of splitLength()
  uint rangeFirst, rangeEnd;
  uint phase;                               // kStarts and kFinishes bits
  float scale;
} p;
const uint kStarts = 1, kFinishes = 2;

#include "common/attend_splits.glsl"
#include "common/attend_load.glsl"

const uint kBlock = kPagePositions;  // at a time
const float kNothing = -3.0e38;
const float kLog2E = 1.4426950408889634;

// Scores: a thread has kTileQ queries by kTileP positions, each kThreadsQ and kThreadsP apart.
const uint kOutputs = kQueries * kBlock / kLocalSize;
const uint kTileP = kOutputs < 4 ? kOutputs : 4;
const uint kTileQ = kOutputs / kTileP;
const uint kThreadsP = kBlock / kTileP;
const uint kThreadsQ = kQueries / kTileQ;
const uint kChunkQuads = kChunk / 4;
const uint kPitch = kChunkQuads + 1;  // odd for even chunks: neighbours' quads lie in different banks
// Softmax: kLanes threads per query, which agree on its maximum; each keeps its part of the sum of weights.
const uint kLanes = kLocalSize / kQueries;
// Sums over values: a thread has kQueriesEach queries and kQuadsEach quads of columns, kColumnThreads apart.
const uint kColumnThreads = kLocalSize / kQueryGroups;
const uint kQueriesEach = kQueries / kQueryGroups;
const uint kValueQuads = (kValueDim + 3) / 4;
const uint kQuadsEach = (kValueQuads + kColumnThreads - 1) / kColumnThreads;

shared vec4 keyTile[kBlock * kPitch];
shared vec4 queryTile[kQueries * kPitch];
shared vec4 weightTile[kQueries * kBlock / 4];  // [query, position]: scores, then weights
shared float ofLane[kLocalSize];
shared float ofQuery[kQueries];

// Scores of a block of `count` positions go to weightTile.
void score(Block block, uint count, uint firstQuery, uint keyHead) {
  const uint threadP = gl_LocalInvocationIndex % kThreadsP, threadQ = gl_LocalInvocationIndex / kThreadsP;
  float scores[kTileQ * kTileP];
  [[unroll]] for (uint i = 0; i < kTileQ * kTileP; ++i) scores[i] = 0.0;
  for (uint chunk = 0; chunk < kKeyDim; chunk += kChunk) {
    barrier();
    for (uint i = gl_LocalInvocationIndex; i < kBlock * kChunkQuads; i += kLocalSize) {
      const uint position = i / kChunkQuads, quad = i % kChunkQuads;
      keyTile[position * kPitch + quad] =
          position < count ? keyQuad(block, position, keyHead, chunk + 4 * quad) : vec4(0.0);
    }
    for (uint i = gl_LocalInvocationIndex; i < kQueries * kChunkQuads; i += kLocalSize) {
      const uint query = i / kChunkQuads, quad = i % kChunkQuads;
      const uint row = (firstQuery + query) / kGroup, head = keyHead * kGroup + (firstQuery + query) % kGroup;
      queryTile[query * kPitch + quad] =
          row < p.rows ? queryQuad(row, head, chunk + 4 * quad) * (p.scale * kLog2E) : vec4(0.0);
    }
    barrier();
    for (uint quad = 0; quad < kChunkQuads; ++quad) {
      vec4 keys[kTileP];
      [[unroll]] for (uint i = 0; i < kTileP; ++i) {
        keys[i] = keyTile[(threadP + i * kThreadsP) * kPitch + quad];
      }
      [[unroll]] for (uint j = 0; j < kTileQ; ++j) {
        const vec4 query = queryTile[(threadQ + j * kThreadsQ) * kPitch + quad];
        [[unroll]] for (uint i = 0; i < kTileP; ++i) scores[j * kTileP + i] += dot(query, keys[i]);
      }
    }
  }
  [[unroll]] for (uint j = 0; j < kTileQ; ++j) {
    [[unroll]] for (uint i = 0; i < kTileP; ++i) {
      const uint at = (threadQ + j * kThreadsQ) * kBlock + threadP + i * kThreadsP;
      weightTile[at / 4][at % 4] = scores[j * kTileP + i];
    }
  }
  barrier();
}

// The online softmax of one query, as one of its kLanes threads knows it; scores are in units of log 2.
struct State {
  float most;    // of all scores so far
  float weight;  // sum of exp(score - most) over this thread's positions
};

// Scores -> weights relative to the new maximum, for the first `visible` positions of the block; ofQuery says
// by how much older sums shrink.
void weigh(inout State state, uint visible) {
  const uint query = gl_LocalInvocationIndex / kLanes, lane = gl_LocalInvocationIndex % kLanes;
  float most = state.most;
  for (uint i = lane; i < min(visible, kBlock); i += kLanes) {
    const uint at = query * kBlock + i;
    most = max(most, weightTile[at / 4][at % 4]);
  }
  ofLane[gl_LocalInvocationIndex] = most;
  barrier();
  for (uint i = 0; i < kLanes; ++i) most = max(most, ofLane[query * kLanes + i]);
  const float shrink = exp2(state.most - most);
  state.most = most;
  state.weight *= shrink;
  for (uint i = lane; i < kBlock; i += kLanes) {
    const uint at = query * kBlock + i;
    const float weight = i < visible ? exp2(weightTile[at / 4][at % 4] - most) : 0.0;
    weightTile[at / 4][at % 4] = weight;
    state.weight += weight;
  }
  if (lane == 0) ofQuery[query] = shrink;
  barrier();
}

vec4 sums[kQueriesEach * kQuadsEach];  // this thread's

// sums = sums * ofQuery + weights * values, over the `count` positions of the block.
void addValues(Block block, uint count, uint keyHead) {
  const uint firstOfGroup = gl_LocalInvocationIndex / kColumnThreads * kQueriesEach;
  const uint firstQuad = gl_LocalInvocationIndex % kColumnThreads;
  [[unroll]] for (uint j = 0; j < kQueriesEach; ++j) {
    const float shrink = ofQuery[firstOfGroup + j];
    [[unroll]] for (uint c = 0; c < kQuadsEach; ++c) sums[j * kQuadsEach + c] *= shrink;
  }
  for (uint i = 0; i < count; i += 4) {
    [[unroll]] for (uint c = 0; c < kQuadsEach; ++c) {
      const uint quad = firstQuad + c * kColumnThreads;
      if (quad >= kValueQuads) continue;
      // Past the end weights are 0, but what lies there might not be a number: the last value stands in.
      vec4 values[4];
      [[unroll]] for (uint n = 0; n < 4; ++n) {
        values[n] = valueQuad(block, min(i + n, count - 1), keyHead, 4 * quad);
      }
      [[unroll]] for (uint j = 0; j < kQueriesEach; ++j) {
        const vec4 weights = weightTile[(firstOfGroup + j) * (kBlock / 4) + i / 4];
        sums[j * kQuadsEach + c] +=
            weights.x * values[0] + weights.y * values[1] + weights.z * values[2] + weights.w * values[3];
      }
    }
  }
}

// Where a query's result is kept, counted in heads.
uint resultAt(uint split, uint query, uint keyHead) {
  return ((split * p.rows + query / kGroup) * p.kvHeads + keyHead) * kGroup + query % kGroup;
}

void main() {
  Step step = Step(p.step);
  const uint first = step.first + p.rowFirst;
  const uint queries = p.rows * kGroup, tiles = (queries + kQueries - 1) / kQueries;
  const uint index = p.firstGroup + gl_WorkGroupID.x;
  const uint split = index % kSplits;
  const uint firstQuery = (tiles - 1 - index / kSplits % tiles) * kQueries;  // first those that see most
  const uint keyHead = index / kSplits / tiles;
  const uint lastRow = (min(firstQuery + kQueries, queries) - 1) / kGroup;

  uint from = p.rangeFirst, end = p.rangeEnd;
  if (kSplits > 1) {
    const uint length = splitLength(first + p.rows, kSplits, p.least);
    from = split * length;
    end = from + length;
  }
  end = min(end, first + lastRow + 1);
  const bool starts = kSplits > 1 || (p.phase & kStarts) != 0;
  const bool finishes = kSplits == 1 && (p.phase & kFinishes) != 0;
  if (from >= end && !finishes) return;

  const uint lane = gl_LocalInvocationIndex % kLanes;
  const uint stateQuery = firstQuery + gl_LocalInvocationIndex / kLanes;
  const uint seen = stateQuery < queries ? first + stateQuery / kGroup + 1 : 0;  // by the query of the state
  State state = State(kNothing, 0.0);
  [[unroll]] for (uint i = 0; i < kQueriesEach * kQuadsEach; ++i) sums[i] = vec4(0.0);
  const uint stateAt = resultAt(split, stateQuery, keyHead);
  const uint sumQuery = firstQuery + gl_LocalInvocationIndex / kColumnThreads * kQueriesEach;
  const uint firstQuad = gl_LocalInvocationIndex % kColumnThreads;
  if (!starts) {
    if (stateQuery < queries) {
      Floats kept = Floats(advanceBy(p.states, stateAt, 8));
      state = State(kept.at[0], lane == 0 ? kept.at[1] : 0.0);
    }
    [[unroll]] for (uint j = 0; j < kQueriesEach; ++j) {
      if (sumQuery + j >= queries) continue;
      const Address kept = advanceBy(p.sums, resultAt(split, sumQuery + j, keyHead), 4 * kValueDim);
      [[unroll]] for (uint c = 0; c < kQuadsEach; ++c) {
        sums[j * kQuadsEach + c] = loadSum(kept, firstQuad + c * kColumnThreads);
      }
    }
  }

  for (uint position = from; position < end; position += kBlock) {
    const Block block = blockAt(step, position);
    const uint count = min(kBlock, end - position);
    score(block, count, firstQuery, keyHead);
    weigh(state, seen > position ? min(count, seen - position) : 0);
    addValues(block, count, keyHead);
  }

  ofLane[gl_LocalInvocationIndex] = state.weight;
  barrier();
  if (lane == 0) {
    float weight = 0.0;
    for (uint i = 0; i < kLanes; ++i) weight += ofLane[gl_LocalInvocationIndex + i];
    ofQuery[gl_LocalInvocationIndex / kLanes] = finishes ? 1.0 / weight : 1.0;
    if (!finishes && stateQuery < queries) {
      Floats kept = Floats(advanceBy(p.states, stateAt, 8));
      kept.at[0] = state.most;
      kept.at[1] = weight;
    }
  }
  barrier();
  [[unroll]] for (uint j = 0; j < kQueriesEach; ++j) {
    if (sumQuery + j >= queries) continue;
    const Address kept = advanceBy(p.sums, resultAt(split, sumQuery + j, keyHead), 4 * kValueDim);
    const float factor = ofQuery[sumQuery - firstQuery + j];
    [[unroll]] for (uint c = 0; c < kQuadsEach; ++c) {
      storeSum(kept, firstQuad + c * kColumnThreads, sums[j * kQuadsEach + c] * factor);
    }
  }
}
