# DuckDB (C API only). In order: an installed package, DUCKDB_ROOT (a folder with duckdb.h and
# libduckdb.so), then the pinned npm packages that carry both.
set(DUCKDB_ROOT "" CACHE PATH "Folder that holds duckdb.h and libduckdb.so")
set(SOGDIA_DUCKDB_VERSION 1.4.4)
set(SOGDIA_DUCKDB_BINDINGS 1.4.4-r.4)

add_library(duckdb::duckdb SHARED IMPORTED GLOBAL)

function(_sogdia_unpack_npm folder package file)
  execute_process(COMMAND ${NPM} pack --silent ${package} WORKING_DIRECTORY ${folder}
                  OUTPUT_VARIABLE tarball OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "npm could not fetch ${package}; set DUCKDB_ROOT to a folder with duckdb.h and libduckdb.so")
  endif()
  file(ARCHIVE_EXTRACT INPUT ${folder}/${tarball} DESTINATION ${folder} PATTERNS ${file})
endfunction()

function(_sogdia_fetch_duckdb folder)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
    set(bindings "@duckdb/node-bindings-linux-arm64")
  else()
    set(bindings "@duckdb/node-bindings-linux-x64")
  endif()
  find_program(NPM npm)
  if(NOT NPM)
    message(FATAL_ERROR "DuckDB is missing: install npm, or set DUCKDB_ROOT to a folder with duckdb.h and libduckdb.so")
  endif()
  message(STATUS "DuckDB ${SOGDIA_DUCKDB_VERSION}: taking duckdb.h and libduckdb.so from npm")
  file(MAKE_DIRECTORY ${folder}/pack)
  _sogdia_unpack_npm(${folder}/pack "duckdb@${SOGDIA_DUCKDB_VERSION}" "package/src/duckdb/src/include/duckdb.h")
  _sogdia_unpack_npm(${folder}/pack "${bindings}@${SOGDIA_DUCKDB_BINDINGS}" "package/libduckdb.so")
  file(COPY ${folder}/pack/package/src/duckdb/src/include/duckdb.h DESTINATION ${folder})
  file(COPY ${folder}/pack/package/libduckdb.so DESTINATION ${folder})
  file(REMOVE_RECURSE ${folder}/pack)
endfunction()

if(DUCKDB_ROOT)
  set(_duckdb_folder ${DUCKDB_ROOT})
else()
  find_path(_duckdb_system_include duckdb.h)
  find_library(_duckdb_system_library duckdb)
  if(_duckdb_system_include AND _duckdb_system_library)
    set(_duckdb_folder "")
  else()
    # Shared by every build folder, so that dev, release and sanitizer builds fetch once.
    set(_duckdb_folder ${CMAKE_SOURCE_DIR}/build/duckdb-${SOGDIA_DUCKDB_VERSION})
    if(NOT EXISTS ${_duckdb_folder}/libduckdb.so OR NOT EXISTS ${_duckdb_folder}/duckdb.h)
      _sogdia_fetch_duckdb(${_duckdb_folder})
    endif()
  endif()
endif()

if(_duckdb_folder)
  set_target_properties(duckdb::duckdb PROPERTIES IMPORTED_LOCATION ${_duckdb_folder}/libduckdb.so
                        IMPORTED_NO_SONAME ON INTERFACE_INCLUDE_DIRECTORIES ${_duckdb_folder})
  set(CMAKE_BUILD_RPATH ${_duckdb_folder})
  # What `cmake --install` has to bring along.
  set(SOGDIA_DUCKDB_OWN ${_duckdb_folder}/libduckdb.so)
else()
  set_target_properties(duckdb::duckdb PROPERTIES IMPORTED_LOCATION ${_duckdb_system_library}
                        INTERFACE_INCLUDE_DIRECTORIES ${_duckdb_system_include})
  get_filename_component(_duckdb_where ${_duckdb_system_library} DIRECTORY)
  set(CMAKE_BUILD_RPATH ${_duckdb_where})
endif()
