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
  # Its collection of garbage takes a tenth of what a source of templates takes to compile; it begins at 512 MB.
  target_compile_options(sogdia_options INTERFACE --param=ggc-min-heapsize=524288)
endif()
if(SOGDIA_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # It takes the sources of a group for headers, whose unnamed namespaces would differ from file to file.
  target_compile_options(sogdia_options INTERFACE -Wno-subobject-linkage)
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

# Sources are compiled several at a time (SOGDIA_UNITY), each header read and each template made once for all of them:
# well under half the work of a build from nothing. Those of one folder stand together, so that a new file moves none of
# another folder's; but those that say TOGETHER, where it is given, are one group: templates that many of them make. Where
# headers are most of the work, AT_ONCE of all folders stand together.
function(sogdia_unity target)
  if(NOT SOGDIA_UNITY)
    return()
  endif()
  cmake_parse_arguments(ARG "" "TOGETHER;AT_ONCE" "" ${ARGN})
  set(at_once 12)
  if(ARG_AT_ONCE)
    set(at_once ${ARG_AT_ONCE})
  endif()
  foreach(source IN LISTS ARG_UNPARSED_ARGUMENTS)
    if(ARG_TOGETHER)
      file(STRINGS ${source} says LIMIT_COUNT 1 REGEX ${ARG_TOGETHER})
      if(says)
        set_source_files_properties(${source} PROPERTIES UNITY_GROUP together)
        continue()
      endif()
    endif()
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE name)
    string(REPLACE "/" "_" name ${name})
    if(ARG_AT_ONCE)
      set(name all)
    endif()
    list(APPEND in_${name} ${source})
    list(LENGTH in_${name} count)
    math(EXPR group "(${count} - 1) / ${at_once}")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${name}_${group}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# sogdia_library(NAME DEPENDS folder... LINKS target... [TOGETHER words]), see sogdia_unity.
function(sogdia_library name)
  cmake_parse_arguments(ARG "" "TOGETHER" "DEPENDS;LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/sogdia/${name}/*.cpp)
  if(NOT sources)
    message(FATAL_ERROR "src/sogdia/${name} has no sources")
  endif()
  add_library(sogdia_${name} STATIC ${sources})
  sogdia_unity(sogdia_${name} ${sources} TOGETHER ${ARG_TOGETHER})
  target_include_directories(sogdia_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM ARG_DEPENDS PREPEND sogdia_)
  target_link_libraries(sogdia_${name} PUBLIC sogdia_options ${ARG_DEPENDS} ${ARG_LINKS})
  set_target_properties(sogdia_${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()
