// What the forms of matmul are told (MatmulPush in product.cpp).
layout(push_constant, scalar) uniform Push {
  Address w, x, factors;  // by expert w is an offset; factors go with x from pack_int8.comp
  Address y, bias, gate;  // bias and gate may be 0
  Address lists, table;   // by expert
  uint cols, rowBytes;
  uint first, end;  // outputs of this dispatch
  uint firstTile;   // of rows, of this dispatch
  uint xRows, xStride, xOffset, partStride, partRows, yStride;
  uint tilesMax, pairsPerRow;  // by expert: the lists' room; x's row of a pair is pair / pairsPerRow
} p;
