// CHECK(condition): a programmer's error stops the program with the place and the condition, in every build.
#pragma once

#include <cstdio>
#include <cstdlib>

#define CHECK(condition)                                                                         \
  do {                                                                                           \
    if (!(condition)) [[unlikely]] {                                                             \
      std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", __FILE__, __LINE__, #condition);         \
      std::abort();                                                                              \
    }                                                                                            \
  } while (false)
