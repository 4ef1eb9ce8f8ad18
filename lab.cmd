@rem SPDX-License-Identifier: Apache-2.0
@rem lab: the one command of the Message Slot Lab, on Windows. Message slots are
@rem Linux devices, so here the model answers; the course VM has the real thing.
@setlocal
@set "HOME_DIR=%~dp0"
@set "JAVA_EXE=java"
@if defined JAVA_HOME set "JAVA_EXE=%JAVA_HOME%\bin\java"
@"%JAVA_EXE%" -version >nul 2>&1 || (
  echo lab: there is no Java; install a JDK, 17 or newer, or set JAVA_HOME. 1>&2
  exit /b 3
)
@if not exist "%HOME_DIR%labs\target\messageslot-labs-1.0.0.jar" (
  echo lab: building the Java part, once; a minute or so ... 1>&2
  pushd "%HOME_DIR%"
  call mvnw.cmd -q -B -ntp -Dquick -Dmaven.test.skip=true -pl labs -am package || (
    popd
    echo lab: the build failed; the lines above say why. 1>&2
    exit /b 3
  )
  popd
)
@"%JAVA_EXE%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED "-Dmessageslot.home=%HOME_DIR%." -cp "%HOME_DIR%labs\target\messageslot-labs-1.0.0.jar;%HOME_DIR%labs\target\lib\*" org.messageslot.lab.Lab %*
@exit /b %ERRORLEVEL%
