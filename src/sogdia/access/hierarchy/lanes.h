#pragma once
#include <cstdint>
#include <vector>

namespace sogdia {

// One cache line of values, as a vector of the compiler: one register with AVX-512, two with AVX2, four
// without either. lane[k] is a value.
template <class T>
struct alignas(64) Line {
  typedef T Lanes __attribute__((vector_size(64)));  // NOLINT(modernize-use-using): GCC 12 takes it so alone
  Lanes lane;
};

template <class T>
inline constexpr std::uint32_t kLanes = 64 / sizeof(T);

template <class T>
void fill_lines(std::vector<Line<T>>& lines, std::size_t count, T value) {
  lines.resize(count);
  for (auto& line : lines) line.lane = typename Line<T>::Lanes{} + value;
}

// Runs Kernel::run(arguments...), which must be always_inline, compiled for the widest vectors that this
// machine has.
template <class Kernel, class... Arguments>
void run_plain(Arguments&... arguments) {
  Kernel::run(arguments...);
}
#if defined(__x86_64__)
template <class Kernel, class... Arguments>
[[gnu::target("avx2")]] void run_avx2(Arguments&... arguments) {
  Kernel::run(arguments...);
}
template <class Kernel, class... Arguments>
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]] void run_avx512(Arguments&... arguments) {
  Kernel::run(arguments...);
}
#endif

enum class VectorWidth : std::uint8_t { plain, avx2, avx512 };
inline VectorWidth widest() {
#if defined(__x86_64__)
  static const VectorWidth width = [] {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
      return VectorWidth::avx512;
    return __builtin_cpu_supports("avx2") ? VectorWidth::avx2 : VectorWidth::plain;
  }();
  return width;
#else
  return VectorWidth::plain;
#endif
}

template <class Kernel, class... Arguments>
void run_widest(Arguments&... arguments) {
#if defined(__x86_64__)
  if (widest() == VectorWidth::avx512) return run_avx512<Kernel>(arguments...);
  if (widest() == VectorWidth::avx2) return run_avx2<Kernel>(arguments...);
#endif
  run_plain<Kernel>(arguments...);
}

}  // namespace sogdia
