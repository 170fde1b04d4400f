# heed_runs_little(<target>...): what costs a build with the sanitizers more to optimise than it gains
# as it runs: tests, and code that turns values into JSON and back for one request. A third less to
# compile; what thinks (rules, hearing, matching, the journal) stays optimised.
function(heed_runs_little)
  if(HEED_SANITIZE OR HEED_SANITIZE_THREADS)
    foreach(target IN LISTS ARGN)
      target_compile_options(${target} PRIVATE -O0)
    endforeach()
  endif()
endfunction()

# heed_room(<name> SOURCES <file>... [TESTS <file>...] [USES <room>...] [LINKS <library>...]
#           [TEST_LINKS <library>...])
#
# One folder of src/ as one static library heed_<name>, and its tests as one program
# heed_<name>_test run by CTest as <name>. USES names other rooms and must agree with
# src/layers.txt (tools/check_layers.py reads both). Lists are explicit: no globs.
function(heed_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;TESTS;USES;LINKS;TEST_LINKS" ${ARGN})
  add_library(heed_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(heed_${name} PUBLIC "${CMAKE_SOURCE_DIR}/src")
  target_link_libraries(heed_${name} PUBLIC Threads::Threads)
  foreach(used IN LISTS ROOM_USES)
    target_link_libraries(heed_${name} PUBLIC heed_${used})
  endforeach()
  target_link_libraries(heed_${name} PRIVATE ${ROOM_LINKS})
  if(ROOM_TESTS)
    add_executable(heed_${name}_test ${ROOM_TESTS})
    target_link_libraries(heed_${name}_test PRIVATE heed_${name} ${ROOM_LINKS} ${ROOM_TEST_LINKS}
                                                    rapidcheck gmock heed_test_main)
    target_compile_definitions(heed_${name}_test PRIVATE HEED_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    heed_runs_little(heed_${name}_test)
    add_test(NAME ${name} COMMAND heed_${name}_test)
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 LABELS unit)
  endif()
endfunction()
