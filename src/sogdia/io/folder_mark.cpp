#include "sogdia/io/folder_mark.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <sstream>

#include "sogdia/core/error.h"
#include "sogdia/io/file.h"

namespace sogdia {
namespace {
namespace fs = std::filesystem;

std::string escaped(const std::string& name) {
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && c != '%')
      out += c;
    else
      out += fmt::format("%{:02X}", byte);
  }
  return out;
}

// Empty where the text is no such name, or one that leads out of the folder.
std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (text[k] != '%') {
      out += text[k];
      continue;
    }
    unsigned byte = 0;
    if (k + 3 > text.size()) return "";
    const auto [end, failed] = std::from_chars(text.data() + k + 1, text.data() + k + 3, byte, 16);
    if (failed != std::errc() || end != text.data() + k + 3) return "";
    out += static_cast<char>(byte);
    k += 2;
  }
  const fs::path path(out);
  const bool leads_out = path.is_absolute() || std::any_of(path.begin(), path.end(),
                                                           [](const fs::path& part) { return part == ".."; });
  return leads_out ? "" : out;
}

template <typename Visit>
void walk(const fs::path& folder, const fs::path& below, const Visit& visit) {
  std::error_code failed;
  for (fs::directory_iterator it(folder / below, failed), end; !failed && it != end; it.increment(failed)) {
    const fs::path name = below / it->path().filename();
    const bool folder_itself = !it->is_symlink(failed) && it->is_directory(failed);
    visit(name.string(), folder_itself,
          !folder_itself && !it->is_symlink(failed) && it->is_regular_file(failed));
    if (folder_itself) walk(folder, name, visit);
  }
  if (failed) throw_file_error("read the folder", (folder / below).string(), failed.value());
}

}  // namespace

FolderMark read_mark(const std::string& folder) {
  const std::string path = (fs::path(folder) / kMarkName).string();
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  std::istringstream lines(read_file(path));
  FolderMark mark;
  std::string line, word, name;
  for (bool first = true; std::getline(lines, line); first = false) {
    if (lines.eof()) break;  // A line without its end was being written.
    std::istringstream words(line);
    words >> word;
    if (first) {
      int version = 0;
      words >> version >> mark.kind >> mark.inode;
      if (word != "sogdia" || version != 1 || words.fail()) return {};
    } else if (word == "writing" && words >> name) {
      mark.writing.push_back(unescaped(name));
    } else if (word == "file") {
      FolderMark::File file;
      words >> std::hex >> file.hash >> std::dec >> file.bytes >> name;
      if (words.fail() || unescaped(name).empty()) return {};
      mark.files[unescaped(name)] = file;
    } else if (word == "complete") {
      mark.complete = true;
    } else if (word == "placed") {
      mark.placed = true;
    } else if (word == "replaced") {
      mark.replaced = true;
    } else {
      return {};
    }
  }
  return mark;
}

std::string mark_header(const std::string& kind, std::uint64_t inode) {
  return fmt::format("sogdia 1 {} {}\n", kind, inode);
}
std::string mark_writing(const std::string& name) { return "writing " + escaped(name) + "\n"; }
std::string mark_file(const std::string& name, const FolderMark::File& file) {
  return fmt::format("file {:016x} {} {}\n", file.hash, file.bytes, escaped(name));
}

FolderMark::File fingerprint(const std::string& path) {
  const MappedFile file(path);
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : file.text()) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return {hash, file.text().size()};
}

Stranger find_stranger(const std::string& folder, const FolderMark& mark) {
  std::set<std::string> folders;
  for (const auto& entry : mark.files) {
    for (fs::path parent = fs::path(entry.first).parent_path(); !parent.empty();
         parent = parent.parent_path())
      folders.insert(parent.string());
  }
  Stranger found;
  walk(folder, "", [&](const std::string& name, bool is_folder, bool is_file) {
    if (!found.name.empty() || name == kMarkName) return;
    if (is_folder ? folders.contains(name) : is_file && mark.files.contains(name)) return;
    found.name = name;
  });
  for (const auto& [name, file] : mark.files) {
    if (!found.name.empty()) break;
    const std::string path = (fs::path(folder) / name).string();
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) continue;  // removed by the user
    const FolderMark::File now = fingerprint(path);
    if (now.hash != file.hash || now.bytes != file.bytes) found = {name, true};
  }
  return found;
}

bool remove_listed(const std::string& folder, const FolderMark& mark) {
  std::set<std::string> listed(mark.writing.begin(), mark.writing.end());
  for (const auto& entry : mark.files) listed.insert(entry.first);
  listed.erase("");
  std::set<std::string, std::greater<>> folders;  // the deepest first
  std::vector<std::string> files;
  walk(folder, "", [&](const std::string& name, bool is_folder, bool is_file) {
    if (is_folder) folders.insert(name);
    if (!is_file) return;
    // ".NAME.sogdia-PID" is NAME while it is written.
    const fs::path path(name);
    const std::string last = path.filename().string();
    const auto at = last.rfind(".sogdia-");
    const bool temporary = last.front() == '.' && at != std::string::npos && at > 0 &&
                           listed.contains((path.parent_path() / last.substr(1, at - 1)).string());
    if (temporary || listed.contains(name)) files.push_back(name);
  });
  const fs::path root(folder);
  for (const auto& name : files) ::unlink((root / name).c_str());
  for (const auto& name : folders) ::rmdir((root / name).c_str());
  // The mark goes last: until then a sweep can go on where this one was killed.
  bool empty = true;
  walk(root, "", [&](const std::string& name, bool, bool) { empty = empty && name == kMarkName; });
  if (!empty) return false;
  ::unlink((root / kMarkName).c_str());
  return ::rmdir(folder.c_str()) == 0;
}

}  // namespace sogdia
