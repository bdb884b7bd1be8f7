#include "runtime/gguf/read_value.h"

#include <optional>
#include <string>
#include <utility>

namespace hearth {
namespace {

constexpr const char* kDamaged = ": the file is damaged or incomplete, download it again";
// Sixteen times the largest vocabulary known; bounds what the lists of one key can occupy.
constexpr uint64_t kListItemsMax = 1u << 24;

// Calls visit.operator()<InFile, Held>() for a number type; false for any other type.
template <class Visit>
bool withNumberType(ValueType type, const Visit& visit) {
  switch (type) {
    case ValueType::Uint8:
      visit.template operator()<uint8_t, uint64_t>();
      return true;
    case ValueType::Int8:
      visit.template operator()<int8_t, int64_t>();
      return true;
    case ValueType::Uint16:
      visit.template operator()<uint16_t, uint64_t>();
      return true;
    case ValueType::Int16:
      visit.template operator()<int16_t, int64_t>();
      return true;
    case ValueType::Uint32:
      visit.template operator()<uint32_t, uint64_t>();
      return true;
    case ValueType::Int32:
      visit.template operator()<int32_t, int64_t>();
      return true;
    case ValueType::Float32:
      visit.template operator()<float, double>();
      return true;
    case ValueType::Uint64:
      visit.template operator()<uint64_t, uint64_t>();
      return true;
    case ValueType::Int64:
      visit.template operator()<int64_t, int64_t>();
      return true;
    case ValueType::Float64:
      visit.template operator()<double, double>();
      return true;
    default:
      return false;
  }
}

// Booleans other than 0 and 1 do not occur in sound files.
Result<bool> readFlag(ByteReader& in) {
  const auto byte = in.value<uint8_t>();
  if (byte > 1)
    return Error("holds " + std::to_string(byte) + " where true (1) or false (0) is needed" + kDamaged);
  return byte == 1;
}

Error cutOff() { return Error(std::string("ends in the middle of the file's header") + kDamaged); }

Result<TypedValue> readList(ByteReader& in) {
  const auto type = ValueType{in.value<uint32_t>()};
  const auto count = in.value<uint64_t>();
  if (in.overrun()) return cutOff();
  const auto tooMany = [&](size_t itemBytesMin) {
    return count > in.remaining() / itemBytesMin || count > kListItemsMax;
  };
  const auto announces = [&] {
    return Error("announces a list of " + std::to_string(count) + " items, more than the file can hold" +
                 kDamaged);
  };

  std::optional<Result<TypedValue>> list;
  const bool isNumber = withNumberType(type, [&]<class InFile, class Held>() {
    if (tooMany(sizeof(InFile))) {
      list.emplace(announces());
      return;
    }
    std::vector<Held> items(static_cast<size_t>(count));
    for (Held& item : items) item = static_cast<Held>(in.value<InFile>());
    list.emplace(TypedValue{std::move(items), type});
  });
  if (isNumber) return std::move(*list);

  if (type == ValueType::Bool) {
    if (tooMany(1)) return announces();
    std::vector<bool> items;
    items.reserve(static_cast<size_t>(count));
    for (uint64_t i = 0; i < count; ++i) {
      auto flag = readFlag(in);
      if (!flag) return std::move(flag).error();
      items.push_back(*flag);
    }
    return TypedValue{std::move(items), type};
  }
  if (type == ValueType::Text) {
    if (tooMany(sizeof(uint64_t))) return announces();
    std::vector<std::string> items;
    items.reserve(static_cast<size_t>(count));
    for (uint64_t i = 0; i < count; ++i) {
      items.emplace_back(in.text());
      if (in.overrun())
        return Error("has an item " + std::to_string(i) + " that reaches past the end of the file" +
                     std::string(kDamaged));
    }
    return TypedValue{std::move(items), type};
  }
  if (type == ValueType::List)
    return Error(std::string("is a list of lists, which no known model file has") + kDamaged);
  return Error("is a list of the unknown value type " + std::to_string(static_cast<uint32_t>(type)) +
               kDamaged);
}

}  // namespace

Result<TypedValue> readValue(ByteReader& in) {
  const auto type = ValueType{in.value<uint32_t>()};
  if (in.overrun()) return cutOff();
  if (type == ValueType::List) return readList(in);
  MetadataValue value;
  const bool isNumber = withNumberType(
      type, [&]<class InFile, class Held>() { value = static_cast<Held>(in.value<InFile>()); });
  if (!isNumber) {
    if (type == ValueType::Bool) {
      auto flag = readFlag(in);
      if (!flag) return std::move(flag).error();
      value = *flag;
    } else if (type == ValueType::Text) {
      value = std::string(in.text());
    } else {
      return Error("has the unknown value type " + std::to_string(static_cast<uint32_t>(type)) + kDamaged);
    }
  }
  if (in.overrun()) return Error(std::string("reaches past the end of the file") + kDamaged);
  return TypedValue{std::move(value), type};
}

}  // namespace hearth
