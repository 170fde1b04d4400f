# Language level, warnings, linker and sanitizers: the same for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

find_program(HEED_CCACHE ccache)
if(HEED_CCACHE)
  # With paths relative to the tree, one clone's objects serve another's.
  set(CMAKE_CXX_COMPILER_LAUNCHER env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" "${HEED_CCACHE}")
endif()
find_program(HEED_MOLD mold)
if(HEED_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

option(HEED_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)
if(HEED_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  # g++ 12 with the address sanitizer takes a std::variant's unused alternatives for uninitialised
  # (GCC bug 105562 and its like). The sanitizers see the real ones; release keeps the warning.
  set(HEED_SANITIZE_WARNINGS -Wno-maybe-uninitialized)
endif()

option(HEED_SANITIZE_THREADS "Build with the thread sanitizer" OFF)
if(HEED_SANITIZE_THREADS)
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
  set(HEED_SANITIZE_WARNINGS -Wno-maybe-uninitialized -Wno-tsan)
endif()

option(HEED_FUZZ "Build for libFuzzer, with clang" OFF)
if(HEED_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
endif()

# A path in an object file would be the path of one machine; it would also defeat the compiler cache.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -Wall -Wextra -Werror
                    ${HEED_SANITIZE_WARNINGS})
# g++ 12 at -O2 warns of overlaps and overflows inside its own std::string and Boost.Variant2 (GCC
# bugs 105651 and 105329); the sanitizers see the real ones.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  add_compile_options(-Wno-restrict -Wno-stringop-overflow)
endif()
# Boost.Asio and Beast are compiled once, in src/net, instead of in every file that includes them.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                        BOOST_ASIO_NO_DEPRECATED SPDLOG_COMPILED_LIB SPDLOG_FMT_EXTERNAL)
# Files that include Beast take some 2 GB each to compile: at most one at a time.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS heavy=1)

find_package(Threads REQUIRED)
