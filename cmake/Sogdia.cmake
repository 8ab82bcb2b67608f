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
  if(SOGDIA_SANITIZE MATCHES "undefined")
    # What AddressSanitizer finds anyway (null pointers, objects too small), downcasts, of which there are none, and
    # alignment: asked at every access, they double what a source takes to compile.
    target_compile_options(sogdia_options INTERFACE -fno-sanitize=null,object-size,vptr,alignment)
  endif()
endif()

# The id by which a build tells its own saved files (io/build_mark.h).
target_link_options(sogdia_options INTERFACE -Wl,--build-id)
find_program(SOGDIA_MOLD mold)
if(SOGDIA_MOLD)
  target_link_options(sogdia_options INTERFACE -fuse-ld=mold)
endif()
find_program(SOGDIA_CCACHE ccache)
if(SOGDIA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SOGDIA_CCACHE})
endif()

# Sources are compiled several at a time (SOGDIA_UNITY), each header read and each template made once for all of them.
# AT_ONCE of them stand together, in the order of their names; but those that say TOGETHER, where it is given, are one
# group: templates that many of them make.
function(sogdia_unity target)
  if(NOT SOGDIA_UNITY)
    return()
  endif()
  cmake_parse_arguments(ARG "" "TOGETHER;AT_ONCE" "" ${ARGN})
  if(NOT ARG_AT_ONCE)
    set(ARG_AT_ONCE 28)
  endif()
  set(count 0)
  foreach(source IN LISTS ARG_UNPARSED_ARGUMENTS)
    if(ARG_TOGETHER)
      file(STRINGS ${source} says LIMIT_COUNT 1 REGEX ${ARG_TOGETHER})
      if(says)
        set_source_files_properties(${source} PROPERTIES UNITY_GROUP together)
        continue()
      endif()
    endif()
    math(EXPR group "${count} / ${ARG_AT_ONCE}")
    math(EXPR count "${count} + 1")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP "part_${group}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# sogdia_library(NAME DEPENDS folder... LINKS target... [WORDS folder...] [TOGETHER words]), see sogdia_unity. The
# WORDS are its folders without a loop that takes time, at -Og.
function(sogdia_library name)
  cmake_parse_arguments(ARG "" "TOGETHER" "DEPENDS;LINKS;WORDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/sogdia/${name}/*.cpp)
  if(NOT sources)
    message(FATAL_ERROR "src/sogdia/${name} has no sources")
  endif()
  set(targets sogdia_${name})
  foreach(folder IN LISTS ARG_WORDS)
    set(of_folder ${sources})
    list(FILTER of_folder INCLUDE REGEX "/${name}/${folder}/")
    list(APPEND words ${of_folder})
  endforeach()
  if(words)
    list(REMOVE_ITEM sources ${words})
    add_library(sogdia_${name}_words OBJECT ${words})
    sogdia_unity(sogdia_${name}_words ${words})
    target_compile_options(sogdia_${name}_words PRIVATE $<$<CONFIG:Release>:-Og>)
    list(APPEND targets sogdia_${name}_words)
    list(APPEND objects $<TARGET_OBJECTS:sogdia_${name}_words>)
  endif()
  add_library(sogdia_${name} STATIC ${sources} ${objects})
  sogdia_unity(sogdia_${name} ${sources} TOGETHER ${ARG_TOGETHER})
  list(TRANSFORM ARG_DEPENDS PREPEND sogdia_)
  foreach(target IN LISTS targets)
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${target} PUBLIC sogdia_options ${ARG_DEPENDS} ${ARG_LINKS})
  endforeach()
  set_target_properties(sogdia_${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()
