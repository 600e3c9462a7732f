import './without-native-library';
import './report-engine';
