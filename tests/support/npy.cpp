#include "tests/support/npy.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <type_traits>

#include "runtime/base/check.h"

namespace hearth::test {

namespace {

template <class T>
std::string descriptor() {
  if constexpr (std::is_same_v<T, float>) return "'<f4'";
  if constexpr (std::is_same_v<T, int32_t>) return "'<i4'";
  if constexpr (std::is_same_v<T, uint16_t>) return "'<u2'";
  return "'|u1'";
}

}  // namespace

template <class T>
NpyArray<T> readNpy(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  CHECK(file.good());
  std::string start(10, '\0');
  file.read(start.data(), 10);
  CHECK(start.compare(0, 6, "\x93NUMPY") == 0 && start[6] == 1);
  const size_t headerBytes = static_cast<uint8_t>(start[8]) + 256u * static_cast<uint8_t>(start[9]);
  std::string header(headerBytes, '\0');
  file.read(header.data(), static_cast<std::streamsize>(headerBytes));
  CHECK(header.find("'descr': " + descriptor<T>()) != std::string::npos);
  CHECK(header.find("'fortran_order': False") != std::string::npos);

  NpyArray<T> array;
  const size_t open = header.find('('), close = header.find(')');
  std::istringstream numbers(header.substr(open + 1, close - open - 1));
  size_t count = 1;
  for (std::string item; std::getline(numbers, item, ',');) {
    if (item.find_first_of("0123456789") == std::string::npos) continue;
    array.shape.push_back(static_cast<uint32_t>(std::stoul(item)));
    count *= array.shape.back();
  }
  array.values.resize(count);
  file.read(reinterpret_cast<char*>(array.values.data()), static_cast<std::streamsize>(count * sizeof(T)));
  CHECK(file.good());
  return array;
}

template NpyArray<float> readNpy(const std::string&);
template NpyArray<int32_t> readNpy(const std::string&);
template NpyArray<uint16_t> readNpy(const std::string&);
template NpyArray<uint8_t> readNpy(const std::string&);

}  // namespace hearth::test
