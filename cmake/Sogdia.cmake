# Compile options for every target, and sogdia_library(): one static library per folder of src/sogdia.

add_library(sogdia_options INTERFACE)
target_compile_options(sogdia_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -ffp-contract=off)
if(SOGDIA_WERROR)
  target_compile_options(sogdia_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 warns of overlaps that cannot be in `"text" + std::string` (its bug 105651).
  target_compile_options(sogdia_options INTERFACE -Wno-restrict)
endif()
if(SOGDIA_SANITIZE)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # It warns of its own library's <regex> once the sanitizers' checks are woven in.
    target_compile_options(sogdia_options INTERFACE -Wno-maybe-uninitialized)
  endif()
  target_compile_options(sogdia_options INTERFACE -fsanitize=${SOGDIA_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(sogdia_options INTERFACE -fsanitize=${SOGDIA_SANITIZE})
endif()

find_program(SOGDIA_MOLD mold)
if(SOGDIA_MOLD)
  target_link_options(sogdia_options INTERFACE -fuse-ld=mold)
endif()
find_program(SOGDIA_CCACHE ccache)
if(SOGDIA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SOGDIA_CCACHE})
endif()

# sogdia_library(NAME DEPENDS folder... LINKS target...)
function(sogdia_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/sogdia/${name}/*.cpp)
  if(NOT sources)
    message(FATAL_ERROR "src/sogdia/${name} has no sources")
  endif()
  add_library(sogdia_${name} STATIC ${sources})
  target_include_directories(sogdia_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM ARG_DEPENDS PREPEND sogdia_)
  target_link_libraries(sogdia_${name} PUBLIC sogdia_options ${ARG_DEPENDS} ${ARG_LINKS})
  set_target_properties(sogdia_${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()
