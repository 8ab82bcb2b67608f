#pragma once
#include <cstddef>
#include <memory>
#include <utility>

namespace sogdia {

// A value that copies share for as long as none of them is edited.
template <class T>
class Shared {
 public:
  Shared() : value_(std::make_shared<T>()) {}
  Shared(T value) : value_(std::make_shared<T>(std::move(value))) {}  // NOLINT(google-explicit-constructor)

  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }
  operator const T&() const { return *value_; }  // NOLINT(google-explicit-constructor)
  auto operator()(std::size_t i, std::size_t j) const { return std::as_const(*value_)(i, j); }

  // For writing; no other copy sees what is written. Not while another thread copies this one.
  T& edit() {
    if (value_.use_count() > 1) value_ = std::make_shared<T>(*value_);
    return *value_;
  }

 private:
  std::shared_ptr<T> value_;
};

}  // namespace sogdia
