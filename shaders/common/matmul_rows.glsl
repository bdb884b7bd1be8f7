// Which rows of x and y a workgroup of matmul works on, and where its results go.
shared uint xAt[kTileRows], yAt[kTileRows];  // of each row of the tile, in numbers

// The workgroup's matrix: its address, its first row.
Address matrix;
uint firstOutput;
uint rowsHere;

// False when there is nothing to do. Called by all invocations; ends with a barrier.
bool findRows() {
  const uint tile = p.firstTile + gl_WorkGroupID.y, part = gl_WorkGroupID.z;
  matrix = p.w;
  firstOutput = part * p.partRows;
  if (kByExpert) {
    Words lists = Words(p.lists);
    if (tile >= lists.at[0]) return false;
    const uint expert = lists.at[1 + 3 * tile], first = lists.at[2 + 3 * tile];
    rowsHere = lists.at[3 + 3 * tile];
    matrix = matrixOf(slotOf(p.table, expert), p.w);
    for (uint i = gl_LocalInvocationIndex; i < kTileRows; i += kLocalSize) {
      const uint pair = lists.at[1 + 3 * p.tilesMax + first + min(i, rowsHere - 1)];
      xAt[i] = pair / p.pairsPerRow * p.xStride;
      yAt[i] = pair * p.yStride;
    }
  } else {
    rowsHere = min(p.xRows - tile * kTileRows, kTileRows);
    for (uint i = gl_LocalInvocationIndex; i < kTileRows; i += kLocalSize) {
      const uint row = tile * kTileRows + min(i, rowsHere - 1);
      xAt[i] = row * p.xStride + p.xOffset + part * p.partStride;
      yAt[i] = row * p.yStride + firstOutput;
    }
  }
  barrier();
  return true;
}

void writeOutput(uint row, uint output_, float sum) {
  if (row >= rowsHere || output_ >= p.end) return;
  const uint at = yAt[row] + output_;
  if (p.bias != Address(0)) sum += Floats(p.bias).at[output_];
  if (p.gate != Address(0)) sum *= silu(Floats(p.gate).at[at]);
  Floats(p.y).at[at] = sum;
}
