#include <fmt/format.h>

#include "sogdia/core/error.h"
#include "terminal.h"

namespace sogdia::tool {
namespace {

constexpr const char* kVerbs =
    "run check info route skim estimate solve depend claims brief compare data completion";
constexpr const char* kFlags =
    "--json --threads --world --help --overwrite --close --open --projects --sector --theta --trade --change "
    "--year "
    "--format --rows --codes --zones --places -o "
    "--formula --family --vcov --cluster --ssc --weights --offset --where --delimiter --decimal --missing "
    "--bias-correct --reset --table --separated "
    "--fitted "
    "--effects --resistances --predict --predicted --lincom --wald --margins --split --fsplit --order "
    "--notes --stats";

std::string bash() {
  return fmt::format(R"(_sogdia() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{0}" -- "$word"))
  elif [ "${{COMP_WORDS[1]}}" = data ] && [ "$COMP_CWORD" -eq 2 ]; then
    COMPREPLY=($(compgen -W "list show import" -- "$word"))
  elif [ "${{COMP_WORDS[1]}}" = completion ]; then
    COMPREPLY=($(compgen -W "bash zsh fish" -- "$word"))
  elif [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "{1}" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}}
complete -o filenames -F _sogdia sogdia
)",
                     kVerbs, kFlags);
}

std::string zsh() {
  return fmt::format(R"(#compdef sogdia
_sogdia() {{
  if (( CURRENT == 2 )); then
    compadd -- {0}
  elif [[ $words[2] == data && CURRENT -eq 3 ]]; then
    compadd -- list show import
  elif [[ $words[2] == completion ]]; then
    compadd -- bash zsh fish
  elif [[ $PREFIX == -* ]]; then
    compadd -- {1}
  else
    _files
  fi
}}
compdef _sogdia sogdia
)",
                     kVerbs, kFlags);
}

std::string fish() {
  return fmt::format(R"(complete -c sogdia -n __fish_use_subcommand -f -a "{0}"
complete -c sogdia -n "__fish_seen_subcommand_from data" -f -a "list show import"
complete -c sogdia -n "__fish_seen_subcommand_from completion" -f -a "bash zsh fish"
for flag in {1}
  complete -c sogdia -n "not __fish_use_subcommand" -l (string replace -r '^-+' '' -- $flag)
end
)",
                     kVerbs, kFlags);
}

}  // namespace

int verb_completion(const std::string& shell) {
  print(shell == "bash" ? bash() : shell == "zsh" ? zsh() : fish());
  return 0;
}

}  // namespace sogdia::tool
