@rem SPDX-License-Identifier: Apache-2.0
@rem lab: the one command of the Message Slot Lab, on Windows. Message slots are
@rem Linux devices, so here the model answers. WSL2 has the real thing:
@rem   wsl --install -d Debian
@rem and in its terminal ./lab tour, as on Linux.
@rem As the launcher elsewhere, it builds the Java part when that is missing or
@rem its sources have changed: their list, with sizes and times, is kept.
@setlocal
@set "HOME_DIR=%~dp0"
@set "TARGET=%HOME_DIR%labs\target"
@set "JAVA_EXE=java"
@if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java"
@set "OPTIONS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8"
@"%JAVA_EXE%" %OPTIONS% -version >nul 2>&1
@if errorlevel 1 goto no_java
@if not exist "%TARGET%" mkdir "%TARGET%"
@call :list_sources >"%TARGET%\lab.list.new"
@if not exist "%TARGET%\lab.list" goto build
@fc "%TARGET%\lab.list" "%TARGET%\lab.list.new" >nul 2>&1
@if errorlevel 1 goto build

:run
@set "CLASSES=%TARGET%\messageslot-labs-1.0.0.jar;%TARGET%\lib\*"
@set "BENCHMARKS=%HOME_DIR%benchmarks\target\messageslot-benchmarks-1.0.0.jar;%HOME_DIR%benchmarks\target\lib\*"
@if "%~1"=="bench" set "CLASSES=%CLASSES%;%BENCHMARKS%"
@if "%~1"=="completion" set "CLASSES=%CLASSES%;%BENCHMARKS%"
@if "%~1 %~2"=="help bench" set "CLASSES=%CLASSES%;%BENCHMARKS%"
@"%JAVA_EXE%" %OPTIONS% "-Dmessageslot.home=%HOME_DIR%." -cp "%CLASSES%" org.messageslot.lab.Lab %*
@exit /b %ERRORLEVEL%

:no_java
@echo lab: there is no Java that starts; install a JDK, 17 or newer, or set JAVA_HOME. It says: 1>&2
@"%JAVA_EXE%" %OPTIONS% -version 1>&2
@exit /b 3

:build
@echo lab: building the Java part (only when its sources have changed; a minute or so) ... 1>&2
@pushd "%HOME_DIR%"
@call mvnw.cmd -q -B -ntp -Dquick -Dmaven.test.skip=true -pl benchmarks -am package
@if errorlevel 1 goto build_failed
@popd
@move /y "%TARGET%\lab.list.new" "%TARGET%\lab.list" >nul
@goto run

:build_failed
@popd
@echo lab: the build failed; the lines above say why. 1>&2
@exit /b 3

:list_sources
@for %%F in ("%HOME_DIR%pom.xml" "%HOME_DIR%java\pom.xml" "%HOME_DIR%grading\pom.xml" "%HOME_DIR%labs\pom.xml" "%HOME_DIR%benchmarks\pom.xml") do @echo %%~zF %%~tF %%~F
@call :list_folder java\src\main
@call :list_folder grading\src\main
@call :list_folder labs\src\main
@call :list_folder benchmarks\src\main
@call :list_folder kernel\coverage
@call :list_folder kernel\forks
@call :list_folder kernel\guest
@call :list_folder kernel\ledger
@call :list_folder kernel\referee
@exit /b 0

:list_folder
@for /r "%HOME_DIR%%~1" %%F in (*) do @echo %%~zF %%~tF %%F
@exit /b 0
