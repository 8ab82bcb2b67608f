#include "sogdia/io/left_over.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace sogdia {

bool is_left_over(const std::string& name, const std::string& stem) {
  if (name.rfind(stem, 0) != 0 || name.size() == stem.size() ||
      name.find_first_not_of("0123456789", stem.size()) != std::string::npos)
    return false;
  const long pid = std::strtol(name.c_str() + stem.size(), nullptr, 10);
  const bool lives = ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM;
  return pid == ::getpid() || !lives;
}

}  // namespace sogdia
