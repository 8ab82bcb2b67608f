#include "sogdia/sql/duckdb_library.h"

#include <dlfcn.h>

#include <cstddef>
#include <new>
#include <string>
#include <type_traits>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

constexpr const char* kLibrary = "libduckdb.so";

[[noreturn]] void cannot_load() {
  const char* why = dlerror();
  throw Error(std::string("DuckDB could not be loaded: ") + (why ? why : "no reason is told"), kLibrary,
              "Parquet, SQL and conditions need it; put its folder into LD_LIBRARY_PATH");
}

// It stays loaded: its threads and what it keeps may outlive any caller.
DuckDb load_duckdb() {
  // Where there is room for the library and not for its allocator, it loads, and crashes at the first call.
  constexpr std::size_t kRoomToLoad = 112 << 20;
  ::operator delete(::operator new(kRoomToLoad));
  void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  // A sanitizer's dlopen does not look where the program says: then it is where it was built with.
  if (!library) library = dlopen(SOGDIA_DUCKDB_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (!library) cannot_load();
  DuckDb calls{};
  const auto find = [&](auto& call, const char* name) {
    call = reinterpret_cast<std::remove_reference_t<decltype(call)>>(dlsym(library, name));
    if (!call) cannot_load();
  };
#define SOGDIA_DUCKDB_FIND(name) find(calls.name, "duckdb_" #name);
  SOGDIA_DUCKDB_CALLS(SOGDIA_DUCKDB_FIND)
#undef SOGDIA_DUCKDB_FIND
  return calls;
}

}  // namespace

const DuckDb& duck() {
  static const DuckDb calls = load_duckdb();
  return calls;
}

}  // namespace sogdia
