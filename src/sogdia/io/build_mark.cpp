#include "sogdia/io/build_mark.h"

#include <elf.h>
#include <link.h>

#include <cstddef>
#include <cstring>
#include <string_view>

#include "sogdia/io/saved_file.h"

namespace sogdia {

namespace {

// The id among the notes of a segment, which stand one behind another, name and content filled up to four
// bytes; empty where there is none.
std::string_view id_among(std::string_view notes) {
  const auto filled = [](std::size_t size) { return (size + 3) / 4 * 4; };
  ElfW(Nhdr) note;
  while (notes.size() >= sizeof note) {
    std::memcpy(&note, notes.data(), sizeof note);
    const std::size_t content = sizeof note + filled(note.n_namesz), end = content + filled(note.n_descsz);
    if (end > notes.size()) break;
    if (note.n_type == NT_GNU_BUILD_ID) return notes.substr(content, note.n_descsz);
    notes.remove_prefix(end);
  }
  return {};
}

// Of an object in memory; empty unless this function lies in it.
std::string_view id_of(const dl_phdr_info& object) {
  const auto here = reinterpret_cast<std::uintptr_t>(&build_mark);
  bool ours = false;
  std::string_view id;
  for (std::size_t k = 0; k < object.dlpi_phnum; ++k) {
    const auto& part = object.dlpi_phdr[k];
    const std::uintptr_t from = object.dlpi_addr + part.p_vaddr;
    if (part.p_type == PT_LOAD) ours = ours || (here >= from && here < from + part.p_memsz);
    if (part.p_type == PT_NOTE && id.empty())
      id = id_among({reinterpret_cast<const char*>(from), part.p_memsz});
  }
  return ours ? id : std::string_view();
}

}  // namespace

std::uint64_t build_mark() {
  static const std::uint64_t mark = [] {
    std::string_view id;
    dl_iterate_phdr(
        [](dl_phdr_info* object, std::size_t, void* out) {
          const std::string_view of = id_of(*object);
          if (!of.empty()) *static_cast<std::string_view*>(out) = of;
          return of.empty() ? 0 : 1;
        },
        &id);
    return id.empty() ? 0 : content_hash(id);
  }();
  return mark;
}

}  // namespace sogdia
