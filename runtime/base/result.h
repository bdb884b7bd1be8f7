// Expected failures as values. A function that can fail returns Result<T>; each layer on the way up adds
// one phrase with during(), and the user reads one sentence that names the cause and the remedy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "runtime/base/check.h"

namespace hearth {

// An expected failure, told as a sentence: what went wrong, where, and what to do about it.
class Error {
 public:
  explicit Error(std::string what) : what_(std::move(what)) {}
  Error during(std::string_view step) && {
    what_.insert(0, std::string(step) + ": ");
    return std::move(*this);
  }
  const std::string& what() const { return what_; }

 private:
  std::string what_;
};

// A T, or the Error that prevented it. Reading the wrong one is a programmer's error (CHECK).
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  template <class U>
    requires(std::is_convertible_v<U&&, T> && !std::is_same_v<std::remove_cvref_t<U>, T> &&
             !std::is_same_v<std::remove_cvref_t<U>, Result> && !std::is_same_v<std::remove_cvref_t<U>, Error>)
  Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() & {
    CHECK(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }
  const Error& error() const& {
    CHECK(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    CHECK(state_.index() == 1);
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  T& value() {
    CHECK(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    CHECK(state_.index() == 0);
    return *std::get_if<0>(&state_);
  }
  std::variant<T, Error> state_;
};

// Success without a value, or an Error. `return {};` is success.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  explicit operator bool() const { return !error_; }
  Error& error() & {
    CHECK(error_.has_value());
    return *error_;
  }
  const Error& error() const& {
    CHECK(error_.has_value());
    return *error_;
  }
  Error&& error() && {
    CHECK(error_.has_value());
    return std::move(*error_);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace hearth
