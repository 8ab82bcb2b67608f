#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace sogdia {

// One cache line of values.
template <class T>
struct alignas(64) Line {
  T lane[64 / sizeof(T)];
};

template <class T>
inline constexpr std::uint32_t kLanes = 64 / sizeof(T);

template <class T>
void fill_lines(std::vector<Line<T>>& lines, std::size_t count, T value) {
  lines.resize(count);
  for (auto& line : lines) std::fill(std::begin(line.lane), std::end(line.lane), value);
}

// What one register of kBytes holds of a line. A kernel goes over a line in registers of the machine's own
// width: GCC takes comparisons of wider vectors apart lane by lane.
template <class T, std::size_t kBytes>
struct Register {
  typedef T Type __attribute__((vector_size(kBytes), may_alias));  // NOLINT(modernize-use-using)
};
template <std::size_t kBytes>
inline constexpr std::size_t kParts = 64 / kBytes;

// Part p of a line.
template <std::size_t kBytes, class T>
[[gnu::always_inline]] inline auto& part(Line<T>& line, std::size_t p) {
  return reinterpret_cast<typename Register<T, kBytes>::Type*>(line.lane)[p];
}
template <std::size_t kBytes, class T>
[[gnu::always_inline]] inline const auto& part(const Line<T>& line, std::size_t p) {
  return reinterpret_cast<const typename Register<T, kBytes>::Type*>(line.lane)[p];
}

// Runs Kernel::run<bytes of a register>(arguments...), which must be always_inline, compiled for the widest
// registers that this machine has.
template <class Kernel, class... Arguments>
void run_plain(Arguments&... arguments) {
  Kernel::template run<16>(arguments...);
}
#if defined(__x86_64__)
template <class Kernel, class... Arguments>
[[gnu::target("avx2")]] void run_avx2(Arguments&... arguments) {
  Kernel::template run<32>(arguments...);
}
template <class Kernel, class... Arguments>
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl")]] void run_avx512(Arguments&... arguments) {
  Kernel::template run<64>(arguments...);
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
